package dev.platte.server.api;

import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Description;
import dev.platte.db.catalog.NewPackage;
import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.verb.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Packages: drafts, published, withdrawn. */
@RestController
@RequestMapping(Answers.BASE + "/applications/{app}/packages")
final class PackageController {

    private final Packages packages;
    private final Lookup lookup;

    PackageController(Packages packages, Lookup lookup) {
        this.packages = packages;
        this.lookup = lookup;
    }

    @GetMapping
    List<PackageView> list(@PathVariable String app) {
        return packages.list(lookup.application(app).id()).stream().map(PackageView::of).toList();
    }

    @PostMapping
    ResponseEntity<PackageView> create(
            @PathVariable String app, @RequestBody JsonNode body, HttpServletRequest request) {
        Application application = lookup.application(app);
        Fields fields = Fields.of(body, Set.of("version", "arch", "notes", "mirrors", "reason"));
        Caller caller = ApiRequest.caller(request, fields.optional("reason").orElse(null));
        UpdatePackage made =
                packages.add(
                        new NewPackage(
                                application.id(),
                                fields.required("arch"),
                                fields.required("version"),
                                fields.optional("notes").orElse(""),
                                fields.texts("mirrors").orElse(List.of())),
                        caller);
        return Answers.created(
                caller.dryRun(),
                PackageView.of(made),
                made.revision(),
                "applications",
                application.key(),
                "packages",
                made.arch(),
                made.version());
    }

    @GetMapping("/{arch}/{version}")
    ResponseEntity<PackageView> get(
            @PathVariable String app, @PathVariable String arch, @PathVariable String version) {
        return shown(find(app, arch, version));
    }

    @PatchMapping("/{arch}/{version}")
    ResponseEntity<PackageView> describe(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String version,
            @RequestBody JsonNode body,
            HttpServletRequest request) {
        UpdatePackage found = find(app, arch, version);
        Fields fields = Fields.of(body, Set.of("notes", "mirrors", "ownStore", "reason"));
        return shown(
                packages.describe(
                        found.id(),
                        new Description(
                                fields.has("notes")
                                        ? fields.optional("notes").orElse("")
                                        : found.notes(),
                                fields.texts("mirrors").orElse(found.mirrors()),
                                fields.has("ownStore")
                                        ? fields.isNull("ownStore") || fields.flag("ownStore")
                                        : found.ownStore()),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, fields.optional("reason").orElse(null))));
    }

    @PostMapping("/{arch}/{version}/publish")
    ResponseEntity<PackageView> publish(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String version,
            HttpServletRequest request) {
        UpdatePackage found = find(app, arch, version);
        return shown(
                packages.publish(
                        found.id(),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, request.getParameter("reason"))));
    }

    @PostMapping("/{arch}/{version}/withdraw")
    ResponseEntity<PackageView> withdraw(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String version,
            @RequestBody JsonNode body,
            HttpServletRequest request) {
        UpdatePackage found = find(app, arch, version);
        Fields fields = Fields.of(body, Set.of("reason"));
        return shown(
                packages.withdraw(
                        found.id(),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, fields.optional("reason").orElse(null))));
    }

    private UpdatePackage find(String app, String arch, String version) {
        return lookup.packageOf(lookup.application(app), arch, version);
    }

    private static ResponseEntity<PackageView> shown(UpdatePackage found) {
        return Answers.shown(PackageView.of(found), found.revision());
    }
}
