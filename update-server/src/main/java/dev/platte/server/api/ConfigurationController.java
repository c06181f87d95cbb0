package dev.platte.server.api;

import dev.platte.db.verb.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The whole configuration as one document: to keep beside code, to move, to compare. */
@RestController
@RequestMapping(Answers.BASE)
final class ConfigurationController {

    /** What was made different, or would be. */
    record Applied(boolean dryRun, List<Apply.Difference> changes) {}

    private final Export export;
    private final Apply apply;

    ConfigurationController(Export export, Apply apply) {
        this.export = export;
        this.apply = apply;
    }

    /**
     * Applications with keys, channels, floors, groups and policies, lock groups, and webhooks for
     * who may change them; without packages, pins, tokens and secrets.
     */
    @GetMapping(value = "/export", produces = Yaml.TYPE)
    String export() {
        boolean hooks = ApiRequest.identity().permissions().allows(Apply.WEBHOOKS);
        return Yaml.write(export.of(app -> ApiRequest.inScope(app.key()), hooks));
    }

    /** Takes what export gives, as YAML or JSON; at most 4 MiB. */
    @PostMapping("/apply")
    Applied apply(
            @RequestParam(required = false) @Nullable String reason, HttpServletRequest request)
            throws IOException {
        Caller caller = ApiRequest.caller(request, reason);
        return new Applied(caller.dryRun(), apply.apply(Yaml.read(request), caller));
    }
}
