package dev.platte.web.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The files that pages load, read once. Each has its content's hash in its address, so that a
 * browser may keep it for ever and never shows a page with another version's style.
 */
@Component
final class Assets {

    private static final Map<String, String> PLACES =
            Map.of(
                    "platte.css", "classpath:dev/platte/web/assets/platte.css",
                    "platte.js", "classpath:dev/platte/web/assets/platte.js",
                    "icon.svg", "classpath:dev/platte/web/assets/icon.svg",
                    "htmx.js", "classpath*:META-INF/resources/webjars/htmx.org/*/dist/htmx.min.js");
    private static final Map<String, String> TYPES =
            Map.of(
                    "css", "text/css;charset=UTF-8",
                    "js", "text/javascript;charset=UTF-8",
                    "svg", "image/svg+xml;charset=UTF-8");
    private static final int HASH_DIGITS = 16;

    private final Map<String, Asset> byName = new LinkedHashMap<>();

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
        PLACES.forEach((name, place) -> byName.put(name, read(name, place)));
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

    private static Asset read(String name, String place) {
        try {
            Resource[] found = new PathMatchingResourcePatternResolver().getResources(place);
            if (found.length != 1) {
                throw new IllegalStateException(
                        "asset " + name + ": " + found.length + " files at " + place);
            }
            byte[] content = found[0].getContentAsByteArray();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new Asset(
                    name,
                    TYPES.getOrDefault(
                            name.substring(name.lastIndexOf('.') + 1), "application/octet-stream"),
                    HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS),
                    content,
                    packed(content));
        } catch (IOException e) {
            throw new UncheckedIOException("asset " + name + " at " + place, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] packed(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
