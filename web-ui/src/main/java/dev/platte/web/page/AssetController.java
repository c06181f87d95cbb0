package dev.platte.web.page;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.context.request.WebRequest;

/** Sends the files that pages load. */
@Controller
final class AssetController {

    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    private final Assets assets;

    AssetController(Assets assets) {
        this.assets = assets;
    }

    /**
     * Under another version's hash, the file as it is now, not to be kept: while replicas are being
     * replaced, a page of one may load its style from another.
     */
    @GetMapping("/assets/{hash}/{name}")
    @Nullable ResponseEntity<byte[]> asset(
            @PathVariable String hash, @PathVariable String name, WebRequest request) {
        Assets.Asset asset =
                assets.find(name)
                        .orElseThrow(
                                () ->
                                        PageException.notFound(
                                                "There is no such file.",
                                                "The pages load what they need by themselves."));
        boolean current = asset.hash().equals(hash);
        boolean packed = acceptsGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        String etag = "\"" + asset.hash() + (packed ? "-gz" : "") + "\"";
        if (request.checkNotModified(etag)) {
            return null;
        }
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.ok()
                        .contentType(MediaType.parseMediaType(asset.type()))
                        .cacheControl(current ? FOR_EVER : CacheControl.noStore())
                        .eTag(etag)
                        .varyBy(HttpHeaders.ACCEPT_ENCODING)
                        .header(HttpHeaders.CONTENT_DISPOSITION, "inline");
        if (packed) {
            answer.header(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        return answer.body(packed ? asset.packed() : asset.content());
    }

    private static boolean acceptsGzip(@Nullable String accepted) {
        return accepted != null
                && accepted.matches("(?i).*\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$)).*");
    }
}
