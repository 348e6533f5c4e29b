package org.flowgateway.backup.transport.sftp.ssh;

import com.jcraft.jsch.UIKeyboardInteractive;
import com.jcraft.jsch.UserInfo;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.flowgateway.backup.api.Secret;

/**
 * Answers the server's prompts at the login (RFC 4252, section 8; RFC 4256). The password is sent once on a connection: to a password
 * request, or to the first prompt that can be for it. Any other prompt is for a second factor, which the gateway does not have.
 */
final class LoginDialog implements UserInfo, UIKeyboardInteractive {

    /** Ends a login that has no more answers; thrown through JSch. */
    static final class LoginRefusedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String question;

        LoginRefusedException(String question) {
            super("the server asks for more");
            this.question = question;
        }

        /** Returns the server's prompt; empty if it asks for the password again. */
        Optional<String> question() {
            return question.isEmpty() ? Optional.empty() : Optional.of(question);
        }
    }

    private static final Pattern SECOND_FACTOR = Pattern.compile("code|token|otp|one[- ]?time|\\bpin\\b");

    private final String username;
    private final Optional<Secret> password;
    private final ServerMessages messages;
    private boolean passwordSent;
    private String answeredPrompt = "";

    LoginDialog(String username, Optional<Secret> password, ServerMessages messages) {
        this.username = username;
        this.password = password;
        this.messages = messages;
    }

    @Override
    public String[] promptKeyboardInteractive(
            String destination, String name, String instruction, String[] prompts, boolean[] echo) {
        showMessage(instruction);
        if (prompts.length == 0) {
            return new String[0];
        }
        String question = ServerMessages.clean(String.join(" ", prompts));
        if (passwordSent && prompts.length == 1 && question.equals(answeredPrompt)) {
            throw new LoginRefusedException("");
        }
        if (passwordSent || password.isEmpty() || prompts.length != 1 || echo[0] || isSecondFactor(prompts[0])) {
            throw new LoginRefusedException(ServerMessages.clean(instruction + ' ' + String.join(" ", prompts)));
        }
        answeredPrompt = question;
        return new String[] {answerWithPassword()};
    }

    private boolean isSecondFactor(String prompt) {
        return SECOND_FACTOR
                .matcher(prompt.replace(username, "").toLowerCase(Locale.ROOT))
                .find();
    }

    /** Returns the password as a String, which JSch requires here. JSch would send a password given as bytes to any prompt. */
    private String answerWithPassword() {
        passwordSent = true;
        char[] characters = password.orElseThrow().characters();
        String answer = new String(characters);
        Arrays.fill(characters, '\0');
        messages.redact(answer);
        return answer;
    }

    @Override
    public boolean promptPassword(String message) {
        return !passwordSent && password.isPresent();
    }

    @Override
    public String getPassword() {
        return answerWithPassword();
    }

    /** Records texts that follow the password or have a known meaning; an earlier text is a banner or part of a prompt. */
    @Override
    public void showMessage(String message) {
        if (passwordSent || RefusalReason.of(message).isPresent()) {
            messages.add(message);
        }
    }

    @Override
    public boolean promptPassphrase(String message) {
        return false;
    }

    @Override
    public String getPassphrase() {
        return null;
    }

    @Override
    public boolean promptYesNo(String question) {
        return false;
    }
}
