package org.flowgateway.backup.transport.sftp.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.auth.AbstractUserAuth;
import org.apache.sshd.server.auth.AbstractUserAuthFactory;
import org.apache.sshd.server.auth.UserAuth;
import org.apache.sshd.server.session.ServerSession;

/** Keyboard-interactive login of a server (RFC 4256) with several requests; accepts a user who answers all of them. */
public final class KeyboardInteractiveLogin extends AbstractUserAuthFactory {

    /**
     * One request.
     *
     * @param instruction a text above the prompts
     * @param echo whether the input is shown
     */
    record Asked(String instruction, boolean echo, List<String> prompts) {

        static Asked of(String... prompts) {
            return new Asked("", false, List.of(prompts));
        }
    }

    private final List<Asked> requests;
    private final Queue<String> answers;

    /** @param answers takes the answers */
    KeyboardInteractiveLogin(List<Asked> requests, Queue<String> answers) {
        super("keyboard-interactive");
        this.requests = requests;
        this.answers = answers;
    }

    @Override
    public UserAuth createUserAuth(ServerSession session) {
        return new Conversation();
    }

    private final class Conversation extends AbstractUserAuth implements NamedResource {

        private int next;

        Conversation() {
            super("keyboard-interactive");
        }

        @Override
        protected Boolean doAuth(Buffer buffer, boolean begin) throws Exception {
            if (begin) {
                buffer.getString();
                buffer.getString();
            } else {
                buffer.getUByte();
                List<String> given = new ArrayList<>();
                for (int count = buffer.getInt(); count > 0; count--) {
                    given.add(buffer.getString());
                }
                answers.addAll(given);
            }
            if (next == requests.size()) {
                return true;
            }
            ask(requests.get(next++));
            return null;
        }

        private void ask(Asked asked) throws Exception {
            Buffer request = getServerSession().createBuffer(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST);
            request.putString("");
            request.putString(asked.instruction());
            request.putString("");
            request.putInt(asked.prompts().size());
            for (String prompt : asked.prompts()) {
                request.putString(prompt);
                request.putBoolean(asked.echo());
            }
            getServerSession().writePacket(request);
        }
    }
}
