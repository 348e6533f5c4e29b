package org.flowgateway.backup.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's nginx in front of a gateway, configured as in the README: HTTPS, and the gateway below a path. */
final class NginxProxy implements AutoCloseable {

    private final Process process;
    private final int port;

    private NginxProxy(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts nginx on a free port of all loopback addresses, with the gateway's own certificate. */
    static NginxProxy before(GatewayFolder folder, int gatewayPort) {
        int port = GatewayContainer.freePort();
        try {
            Path work = Files.createDirectories(folder.path().resolve("nginx"));
            Path tls = folder.state().resolve("tls");
            Path configuration = Files.writeString(work.resolve("nginx.conf"), """
                    daemon off;
                    worker_processes 1;
                    pid WORK/pid;
                    error_log WORK/error.log;
                    events {}
                    http {
                        access_log off;
                        client_body_temp_path WORK/body;
                        proxy_temp_path WORK/proxy;
                        fastcgi_temp_path WORK/fastcgi;
                        uwsgi_temp_path WORK/uwsgi;
                        scgi_temp_path WORK/scgi;
                        server {
                            listen 127.0.0.1:PORT ssl;
                            ssl_certificate TLS/certificate.pem;
                            ssl_certificate_key TLS/key.pem;
                            location /gateways/fg1/ {
                                proxy_pass http://127.0.0.1:GATEWAY/;
                                proxy_set_header Host $http_host;
                                proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                                proxy_set_header X-Forwarded-Proto $scheme;
                                proxy_set_header X-Forwarded-Host $http_host;
                                proxy_set_header X-Forwarded-Prefix /gateways/fg1;
                            }
                        }
                    }
                    """.replace("WORK", work.toString())
                    .replace("TLS", tls.toString())
                    .replace("PORT", Integer.toString(port))
                    .replace("GATEWAY", Integer.toString(gatewayPort)));
            Process process = new ProcessBuilder(
                            "/usr/sbin/nginx",
                            "-p",
                            work.toString(),
                            "-c",
                            configuration.toString(),
                            "-e",
                            work.resolve("error.log").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(work.resolve("console.log").toFile())
                    .start();
            NginxProxy nginx = new NginxProxy(process, port);
            Await.until(
                    "nginx answers, see " + work,
                    () -> process.isAlive() && SystemCommands.works("curl", "-sk", "-o", "/dev/null", nginx.address()));
            return nginx;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return "https://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        Await.until("nginx has ended", () -> !process.isAlive());
    }
}
