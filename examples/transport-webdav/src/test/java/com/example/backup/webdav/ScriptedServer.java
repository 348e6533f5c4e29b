package com.example.backup.webdav;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Server on loopback that responds to each request with the next text of a script, and is silent after its end. */
final class ScriptedServer implements AutoCloseable {

    /** Ends of a request without a body, and of a PROPFIND's body. */
    private static final String[] ENDS = {"\r\n\r\n", "</propfind>"};

    private final ServerSocket entrance = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<Socket> clients = new LinkedBlockingQueue<>();
    private final BlockingQueue<Socket> ended = new LinkedBlockingQueue<>();

    ScriptedServer(String... script) throws IOException {
        for (String answer : script) {
            answers.add(answer);
        }
        start(() -> {
            while (true) {
                Socket client = entrance.accept();
                clients.add(client);
                start(() -> talk(client));
            }
        });
    }

    /** An answer without a body. */
    static String status(int status, String... headers) {
        StringBuilder answer = new StringBuilder("HTTP/1.1 " + status + " Told\r\nContent-Length: 0\r\n");
        for (String header : headers) {
            answer.append(header).append("\r\n");
        }
        return answer + "\r\n";
    }

    /** An answer to a PROPFIND. */
    static String multistatus(String responses) {
        String xml = "<?xml version=\"1.0\"?><d:multistatus xmlns:d=\"DAV:\">" + responses + "</d:multistatus>";
        return "HTTP/1.1 207 Told\r\nContent-Length: " + xml.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + xml;
    }

    /** Returns the response to a PROPFIND of a directory. */
    static String directory(String href) {
        return multistatus(response(href, "<d:resourcetype><d:collection/></d:resourcetype>"));
    }

    /** Returns the part of a PROPFIND's response for one name. */
    static String response(String href, String properties) {
        return "<d:response><d:href>" + href + "</d:href><d:propstat><d:prop>" + properties
                + "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>";
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** The head of the next request that came. */
    String request() throws InterruptedException {
        String request = requests.poll(30, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("No request came within 30 s");
        }
        return request;
    }

    /** Returns true if a client ends a connection within a number of seconds. */
    boolean isLeftWithin(int seconds) throws InterruptedException {
        return ended.poll(seconds, TimeUnit.SECONDS) != null;
    }

    /** Ends all connections. */
    void cut() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
    }

    private void talk(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        OutputStream out = client.getOutputStream();
        StringBuilder heard = new StringBuilder();
        try (client) {
            for (int one = in.read(); one >= 0; one = in.read()) {
                heard.append((char) one);
                String text = heard.toString();
                if (text.startsWith("PROPFIND") ? text.endsWith(ENDS[1]) : text.endsWith(ENDS[0])) {
                    heard.setLength(0);
                    requests.add(text);
                    String answer = answers.poll();
                    if (answer != null) {
                        out.write(answer.getBytes(StandardCharsets.UTF_8));
                    }
                }
            }
        } finally {
            ended.add(client);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException broken) {
                // By the client, or by the test's end: there is nobody left to talk to.
                return;
            }
        }, "Scripted server " + port());
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
