package dev.platte.harness.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * What a browser that was never there loads for the first page: the page, what it names, and the
 * fonts that its style sheet names. That of other alphabets is among them, though most pages need
 * none of it.
 *
 * @param bytes over the wire, without headers
 */
record FirstLoad(int requests, long bytes) {
    private static final Pattern ASSET = Pattern.compile("/assets/[0-9a-f]+/[a-z0-9.-]+");
    private static final Pattern FONT = Pattern.compile("[.][.](/[0-9a-f]+/[a-z0-9-]+[.]woff2)");

    static FirstLoad of(HttpClient http, URI server) throws IOException, InterruptedException {
        HttpResponse<byte[]> page = get(http, server.resolve("/"));
        Set<String> assets = new LinkedHashSet<>();
        Matcher named = ASSET.matcher(text(page));
        while (named.find()) {
            assets.add(named.group());
        }
        long bytes = page.body().length;
        Set<String> fonts = new LinkedHashSet<>();
        for (String asset : assets) {
            HttpResponse<byte[]> answer = get(http, server.resolve(asset));
            bytes += answer.body().length;
            Matcher font = FONT.matcher(asset.endsWith(".css") ? text(answer) : "");
            while (font.find()) {
                fonts.add("/assets" + font.group(1));
            }
        }
        fonts.removeAll(assets);
        for (String font : fonts) {
            bytes += get(http, server.resolve(font)).body().length;
        }
        return new FirstLoad(1 + assets.size() + fonts.size(), bytes);
    }

    /** Packed, as browsers ask. */
    static HttpResponse<byte[]> get(HttpClient http, URI address)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(address)
                        .timeout(Duration.ofMinutes(1))
                        .header("Accept", "text/html,*/*")
                        .header("Accept-Encoding", "gzip")
                        .build(),
                BodyHandlers.ofByteArray());
    }

    /** The first thing in a page that looks so. */
    static String found(HttpResponse<byte[]> page, String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(text(page));
        if (!matcher.find()) {
            throw new IOException(page.uri() + " names nothing like " + pattern);
        }
        return matcher.group();
    }

    private static String text(HttpResponse<byte[]> answer) throws IOException {
        boolean packed = answer.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
        if (!packed) {
            return new String(answer.body(), StandardCharsets.UTF_8);
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
