package org.flowgateway.backup.shell;

import org.apache.karaf.shell.api.console.CommandLine;

/** Command line of one word, with the cursor at its end. */
record SingleWordLine(String word) implements CommandLine {

    @Override
    public int getCursorArgumentIndex() {
        return 0;
    }

    @Override
    public String getCursorArgument() {
        return word;
    }

    @Override
    public int getArgumentPosition() {
        return word.length();
    }

    @Override
    public String[] getArguments() {
        return new String[] {word};
    }

    @Override
    public int getBufferPosition() {
        return word.length();
    }

    @Override
    public String getBuffer() {
        return word;
    }
}
