package com.example.backup.ftps;

import java.io.IOException;

/** Refusal of {@code AUTH TLS}. */
final class TlsRefusedException extends IOException {

    private static final long serialVersionUID = 1;

    private final transient FtpsReply reply;

    TlsRefusedException(FtpsReply reply) {
        super("AUTH TLS was refused with " + reply.code());
        this.reply = reply;
    }

    FtpsReply reply() {
        return reply;
    }
}
