package dev.platte.harness.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;

/** Answers as the REST API of a Nebraska with one application, channel, group and package. */
final class OldNebraska implements AutoCloseable {
    private static final String APP = "/api/apps/e96281a6-d1af-4bde-9a0a-97b76e56dc57";

    private final HttpServer server;
    private final Path payload;
    private final Map<String, String> pages;

    private OldNebraska(HttpServer server, Path payload, String sha1) {
        this.server = server;
        this.payload = payload;
        this.pages =
                Map.of(
                        "/api/apps",
                        page(
                                "applications",
                                """
                                {"id":"e96281a6-d1af-4bde-9a0a-97b76e56dc57","name":"Our OS",
                                "description":"all of it","product_id":null}"""),
                        APP + "/channels",
                        page(
                                "channels",
                                """
                                {"id":"c1","name":"stable","application_id":"e96281a6-d1af-4bde-9a0a-97b76e56dc57",
                                "package_id":"p1","arch":1}"""),
                        APP + "/groups",
                        page(
                                "groups",
                                """
                                {"id":"9a2deb70-37be-4026-853f-bfdd6b347bbe","name":"Stable","description":"",
                                "application_id":"e96281a6-d1af-4bde-9a0a-97b76e56dc57","channel_id":"c1",
                                "track":"stable","policy_updates_enabled":true,"policy_safe_mode":true,
                                "policy_office_hours":false,"policy_timezone":"UTC",
                                "policy_period_interval":"15 minutes","policy_max_updates_per_period":2,
                                "policy_update_timeout":"60 minutes"}"""),
                        APP + "/packages",
                        page(
                                "packages",
                                """
                                {"id":"p1","type":1,"version":"3815.2.0","url":"%s/files/","filename":"update.gz",
                                "hash":"%s","size":"1","description":"",
                                "application_id":"e96281a6-d1af-4bde-9a0a-97b76e56dc57","arch":1}"""
                                        .formatted(url(), sha1)));
    }

    static OldNebraska with(Path payload) throws IOException, GeneralSecurityException {
        byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(Files.readAllBytes(payload));
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        OldNebraska nebraska =
                new OldNebraska(server, payload, Base64.getEncoder().encodeToString(sha1));
        server.createContext("/", nebraska::answer);
        server.start();
        return nebraska;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static String page(String name, String item) {
        return "{\"totalCount\":1,\"count\":1,\"%s\":[%s]}".formatted(name, item);
    }

    /** What there is not is the start page, with 200. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body;
            if (path.equals("/files/update.gz")) {
                body = Files.readAllBytes(payload);
            } else {
                body = pages.getOrDefault(path, "<!doctype html>").getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders()
                        .set(
                                "Content-Type",
                                pages.containsKey(path) ? "application/json" : "text/html");
            }
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
