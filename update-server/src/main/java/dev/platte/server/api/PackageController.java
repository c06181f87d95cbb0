package dev.platte.server.api;

import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Description;
import dev.platte.db.catalog.NewPackage;
import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.verb.Caller;
import dev.platte.server.contract.Gives;
import dev.platte.server.contract.Guarded;
import dev.platte.server.contract.Takes;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

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

    /** All packages of an application. */
    @GetMapping
    List<PackageView> list(@PathVariable String app) {
        return packages.list(lookup.application(app).id()).stream().map(PackageView::of).toList();
    }

    /** Makes a draft of a package. */
    @PostMapping
    @Gives(201)
    ResponseEntity<PackageView> create(
            @PathVariable String app,
            @Takes(Bodies.NewPackage.class) Fields fields,
            HttpServletRequest request) {
        Application application = lookup.application(app);
        Caller caller = ApiRequest.caller(request, fields.reason());
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

    /** One package with its files. */
    @GetMapping("/{arch}/{version}")
    ResponseEntity<PackageView> get(
            @PathVariable String app, @PathVariable String arch, @PathVariable String version) {
        return shown(find(app, arch, version));
    }

    /** Changes what people and hosts are told about a package, and its mirrors. */
    @PatchMapping("/{arch}/{version}")
    @Guarded
    ResponseEntity<PackageView> describe(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String version,
            @Takes(Bodies.PackagePatch.class) Fields fields,
            HttpServletRequest request) {
        UpdatePackage found = find(app, arch, version);
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
                        ApiRequest.caller(request, fields.reason())));
    }

    /** Makes a draft one that channels can point to; it never changes again. */
    @PostMapping("/{arch}/{version}/publish")
    @Guarded
    ResponseEntity<PackageView> publish(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String version,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request) {
        UpdatePackage found = find(app, arch, version);
        return shown(
                packages.publish(
                        found.id(),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, reason)));
    }

    /** Offers a package to nobody any more, for good. */
    @PostMapping("/{arch}/{version}/withdraw")
    @Guarded
    ResponseEntity<PackageView> withdraw(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String version,
            @Takes(Bodies.Reason.class) Fields fields,
            HttpServletRequest request) {
        UpdatePackage found = find(app, arch, version);
        return shown(
                packages.withdraw(
                        found.id(),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, fields.reason())));
    }

    private UpdatePackage find(String app, String arch, String version) {
        return lookup.packageOf(lookup.application(app), arch, version);
    }

    private static ResponseEntity<PackageView> shown(UpdatePackage found) {
        return Answers.shown(PackageView.of(found), found.revision());
    }
}
