package org.flowgateway.backup.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;

/** Input of a new password: typed twice without echo, or one line of the standard input if there is no terminal. */
final class PasswordInput {

    private static final Character UNSEEN = '\0';
    private static final int MAX_CHARACTERS = 2048;

    private final Session session;

    PasswordInput(Session session) {
        this.session = session;
    }

    /**
     * Reads a password.
     *
     * @param user user of the new password
     * @return the characters, which the caller wipes
     * @throws CommandException if there is none, or the two differ
     */
    char[] read(String user) throws CommandException {
        try {
            return session.getTerminal() == null ? fromStandardInput() : typed(user);
        } catch (UnsupportedOperationException e) {
            return fromStandardInput(); // A session within another one, which cannot prompt.
        } catch (IOException e) {
            throw ShellMessage.PASSWORD_UNREADABLE.causedBy(e);
        }
    }

    private char[] typed(String user) throws IOException, CommandException {
        char[] first = line("New password of " + user + ": ");
        char[] second = line("Again: ");
        boolean same = Arrays.equals(first, second);
        Arrays.fill(second, '\0');
        if (!same) {
            Arrays.fill(first, '\0');
            throw ShellMessage.PASSWORDS_DIFFER.exception();
        }
        return first;
    }

    private char[] line(String prompt) throws IOException {
        String line = session.readLine(prompt, UNSEEN);
        return line == null ? new char[0] : line.toCharArray();
    }

    private char[] fromStandardInput() throws CommandException {
        try {
            Reader input = new BufferedReader(new InputStreamReader(session.getKeyboard(), StandardCharsets.UTF_8));
            StringBuilder line = new StringBuilder();
            int character = input.read();
            boolean any = character >= 0;
            while (character >= 0 && character != '\n' && line.length() < MAX_CHARACTERS) {
                line.append((char) character);
                character = input.read();
            }
            if (!any) {
                throw ShellMessage.PASSWORD_MISSING.exception();
            }
            int length =
                    line.length() > 0 && line.charAt(line.length() - 1) == '\r' ? line.length() - 1 : line.length();
            char[] password = new char[length];
            line.getChars(0, length, password, 0);
            return password;
        } catch (IOException e) {
            throw ShellMessage.PASSWORD_UNREADABLE.causedBy(e);
        }
    }
}
