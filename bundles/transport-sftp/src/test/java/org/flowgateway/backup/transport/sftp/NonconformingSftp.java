package org.flowgateway.backup.transport.sftp;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.server.SftpSubsystem;
import org.apache.sshd.sftp.server.SftpSubsystemConfigurator;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** Apache MINA's SFTP with the deviations of other servers: refused optional parts, and odd replies. */
public final class NonconformingSftp extends SftpSubsystemFactory {

    public static final int UNSUPPORTED = SftpConstants.SSH_FX_OP_UNSUPPORTED;
    public static final int FAILURE = SftpConstants.SSH_FX_FAILURE;
    public static final int NO_SUCH_FILE = SftpConstants.SSH_FX_NO_SUCH_FILE;

    private final Map<Object, Integer> refused = new ConcurrentHashMap<>();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private volatile String refusalText = "";
    private volatile boolean endsEmpty;
    private volatile boolean forgetsSizes;
    private volatile boolean failsOnly;
    private volatile boolean omitsTypes;
    private volatile boolean takesPlainOpensOnly;
    private volatile int notEmpty;

    /** Refuses a request, named by its type or its extension, with a status and the text. */
    public NonconformingSftp refusing(Object request, int status) {
        refused.put(request, status);
        return this;
    }

    /** Sends this text with each refusal of its own. */
    public NonconformingSftp saying(String text) {
        refusalText = text;
        return this;
    }

    /** Ends a listing with a NAME answer that holds no names. */
    public NonconformingSftp endingListingsEmpty() {
        endsEmpty = true;
        return this;
    }

    /** Reports a length of 0 for a file that is open for writing. */
    public NonconformingSftp forgettingSizes() {
        forgetsSizes = true;
        return this;
    }

    /** Reports every error as FAILURE. */
    public NonconformingSftp failingOnly() {
        failsOnly = true;
        return this;
    }

    /** Reports no permissions, and so no file types. */
    public NonconformingSftp omittingTypes() {
        omitsTypes = true;
        return this;
    }

    /** Refuses to create a file exclusively, or with permissions. */
    public NonconformingSftp takingPlainOpensOnly() {
        takesPlainOpensOnly = true;
        return this;
    }

    /** Reports by this code that a directory is not empty. */
    public NonconformingSftp reportingFullDirectories(int code) {
        notEmpty = code;
        return this;
    }

    /** Returns the number of requests of a type or extension. */
    public int asked(Object request) {
        return asked.getOrDefault(request.toString(), 0);
    }

    @Override
    public Command createSubsystem(ChannelSession channel) throws IOException {
        SftpSubsystem subsystem = new Subsystem(channel, this);
        getRegisteredListeners().forEach(subsystem::addSftpEventListener);
        return subsystem;
    }

    private final class Subsystem extends SftpSubsystem {

        private int current;
        private boolean writes;

        Subsystem(ChannelSession channel, SftpSubsystemConfigurator configurator) {
            super(channel, configurator);
        }

        @Override
        protected void doProcess(Buffer buffer, int length, int type, int id) throws IOException {
            current = type;
            writes = type == SftpConstants.SSH_FXP_OPEN ? isWriting(buffer) : writes;
            Object name = type == SftpConstants.SSH_FXP_EXTENDED ? peek(buffer) : type;
            asked.merge(name.toString(), 1, Integer::sum);
            Integer status = refused.get(name);
            if (status == null && takesPlainOpensOnly && isFancy(buffer, type)) {
                status = UNSUPPORTED;
            }
            if (status != null) {
                sendStatus(prepareReply(buffer), id, status, refusalText, "");
            } else {
                super.doProcess(buffer, length, type, id);
            }
        }

        private String peek(Buffer buffer) {
            int position = buffer.rpos();
            String name = buffer.getString();
            buffer.rpos(position);
            return name;
        }

        private boolean isWriting(Buffer buffer) {
            int position = buffer.rpos();
            buffer.getString();
            boolean writing = (buffer.getInt() & SftpConstants.SSH_FXF_WRITE) != 0;
            buffer.rpos(position);
            return writing;
        }

        private boolean isFancy(Buffer buffer, int type) {
            int position = buffer.rpos();
            boolean fancy = false;
            if (type == SftpConstants.SSH_FXP_OPEN) {
                buffer.getString();
                fancy = (buffer.getInt() & SftpConstants.SSH_FXF_EXCL) != 0 || buffer.getInt() != 0;
            } else if (type == SftpConstants.SSH_FXP_MKDIR) {
                buffer.getString();
                fancy = buffer.getInt() != 0;
            }
            buffer.rpos(position);
            return fancy;
        }

        @Override
        protected void sendStatus(Buffer buffer, int id, int status, String text, String language) throws IOException {
            if (endsEmpty && current == SftpConstants.SSH_FXP_READDIR && status == SftpConstants.SSH_FX_EOF) {
                buffer.putByte((byte) SftpConstants.SSH_FXP_NAME);
                buffer.putInt(id);
                buffer.putInt(0);
                send(buffer);
            } else if (failsOnly && status != SftpConstants.SSH_FX_OK && status != SftpConstants.SSH_FX_EOF) {
                super.sendStatus(buffer, id, FAILURE, "Failure", language);
            } else if (notEmpty > 0
                    && current == SftpConstants.SSH_FXP_RMDIR
                    && status != SftpConstants.SSH_FX_OK
                    && status != SftpConstants.SSH_FX_NO_SUCH_FILE) {
                super.sendStatus(buffer, id, notEmpty, text, language);
            } else {
                super.sendStatus(buffer, id, status, text, language);
            }
        }

        @Override
        protected void sendAttrs(Buffer buffer, int id, Map<String, ?> attributes) throws IOException {
            Map<String, Object> reported = new HashMap<>(attributes);
            if (forgetsSizes && writes && current == SftpConstants.SSH_FXP_FSTAT) {
                reported.put("size", 0L);
            }
            super.sendAttrs(buffer, id, reported);
        }

        /** Flags and fields of SFTP version 3. */
        @Override
        protected void writeAttrs(Buffer buffer, Map<String, ?> attributes) {
            int start = buffer.wpos();
            super.writeAttrs(buffer, attributes);
            if (omitsTypes) {
                Buffer written = new ByteArrayBuffer(buffer.array(), start, buffer.wpos() - start);
                int flags = written.getInt();
                long size = (flags & SftpConstants.SSH_FILEXFER_ATTR_SIZE) == 0 ? 0 : written.getLong();
                buffer.wpos(start);
                buffer.putInt(SftpConstants.SSH_FILEXFER_ATTR_SIZE);
                buffer.putLong(size);
            }
        }
    }
}
