package com.example.backup.ftps;

/**
 * Reply of the server to a command.
 *
 * @param code code of RFC 959
 * @param text its words, for messages; 200 characters at most
 */
record FtpsReply(int code, String text) {

    private static final int MAX_CHARACTERS = 200;

    FtpsReply {
        text = text.strip();
        text = text.length() > MAX_CHARACTERS ? text.substring(0, MAX_CHARACTERS) : text;
    }

    /** Returns true if the command was executed. */
    boolean isPositive() {
        return code >= 200 && code < 300;
    }
}
