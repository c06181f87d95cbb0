package dev.platte.web.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The files that pages load, read once. Each has its content's hash in its address, so that a
 * browser may keep it for ever and never shows a page with another version's style. Style sheets
 * and scripts are many small files here and one file each for browsers.
 */
@Component
final class Assets {

    private static final String HERE = "classpath:dev/platte/web/assets/";

    /** Files that others refer to come before them. */
    private static final List<Source> SOURCES =
            List.of(
                    new Source("geist.woff2", HERE + "fonts/geist.woff2"),
                    new Source("geist-ext.woff2", HERE + "fonts/geist-ext.woff2"),
                    new Source("geist-mono.woff2", HERE + "fonts/geist-mono.woff2"),
                    new Source("icon.svg", HERE + "icon.svg"),
                    new Source("icons.svg", HERE + "icons.svg"),
                    new Source("platte.css", HERE + "css/*.css"),
                    new Source(
                            "htmx.js",
                            "classpath*:META-INF/resources/webjars/htmx.org/*/dist/htmx.min.js"),
                    new Source("platte.js", HERE + "js/*.js"),
                    new Source("door.js", HERE + "door/*.js"));

    private static final Map<String, String> TYPES =
            Map.of(
                    "css", "text/css;charset=UTF-8",
                    "js", "text/javascript;charset=UTF-8",
                    "svg", "image/svg+xml;charset=UTF-8",
                    "woff2", "font/woff2");
    private static final Pattern REFERENCE = Pattern.compile("url\\(\"([a-z0-9.-]+)\"\\)");
    private static final int HASH_DIGITS = 16;

    private final Map<String, Asset> byName = new LinkedHashMap<>();

    /** An asset and where its parts lie. */
    private record Source(String name, String pattern) {}

    /**
     * One file.
     *
     * @param hash the first 16 hex digits of its SHA-256
     * @param packed the same content in gzip
     */
    record Asset(String name, String type, String hash, byte[] content, byte[] packed) {

        String path() {
            return "/assets/" + hash + "/" + name;
        }
    }

    Assets() {
        for (Source source : SOURCES) {
            byName.put(source.name(), read(source));
        }
    }

    Optional<Asset> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Where pages find it, below the context path. */
    public String path(String name) {
        return find(name)
                .map(Asset::path)
                .orElseThrow(() -> new IllegalArgumentException("no asset " + name));
    }

    private Asset read(Source source) {
        String name = source.name();
        byte[] content = content(source);
        String kind = name.substring(name.lastIndexOf('.') + 1);
        if (kind.equals("css")) {
            content = withAddresses(content);
        }
        return new Asset(
                name, TYPES.getOrDefault(kind, ""), hash(content), content, packed(content));
    }

    /** The parts in the order of their names. */
    private static byte[] content(Source source) {
        try {
            Resource[] found =
                    new PathMatchingResourcePatternResolver().getResources(source.pattern());
            if (found.length == 0) {
                throw new IllegalStateException("asset " + source.name() + ": nothing lies there");
            }
            Arrays.sort(found, Comparator.comparing(Resource::getFilename));
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            for (Resource part : found) {
                content.write(part.getContentAsByteArray());
            }
            return content.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("asset " + source, e);
        }
    }

    private byte[] withAddresses(byte[] css) {
        return REFERENCE
                .matcher(new String(css, StandardCharsets.UTF_8))
                .replaceAll(this::address)
                .getBytes(StandardCharsets.UTF_8);
    }

    private String address(MatchResult reference) {
        Asset asset = find(reference.group(1)).orElseThrow();
        return "url(\"../" + asset.hash() + "/" + asset.name() + "\")";
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] packed(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }
}
