package dev.platte.server.api;

import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.TrustedKey;
import dev.platte.db.verb.Caller;
import dev.platte.keys.store.Pem;
import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.keys.verify.VerificationKey;
import dev.platte.server.contract.Gives;
import dev.platte.server.contract.Guarded;
import dev.platte.server.contract.Takes;
import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Applications and the keys they trust. */
@RestController
@RequestMapping(Answers.BASE + "/applications")
final class ApplicationController {

    /** An application as it is shown. */
    record ApplicationView(String appid, String name, String description, Instant created) {

        static ApplicationView of(Application application) {
            return new ApplicationView(
                    application.appid(),
                    application.name(),
                    application.description(),
                    application.created());
        }
    }

    /** A trusted key as it is shown. */
    record KeyView(
            String fingerprint,
            String name,
            String pem,
            Instant added,
            @Nullable Instant revoked,
            @Nullable String revokedReason) {

        static KeyView of(TrustedKey key) {
            return new KeyView(
                    key.fingerprint(),
                    key.name(),
                    key.pem(),
                    key.added(),
                    key.revoked(),
                    key.revokedReason());
        }
    }

    private final Catalog catalog;
    private final Lookup lookup;

    ApplicationController(Catalog catalog, Lookup lookup) {
        this.catalog = catalog;
        this.lookup = lookup;
    }

    /** All applications that the caller sees. */
    @GetMapping
    List<ApplicationView> list() {
        return catalog.applications().stream()
                .filter(application -> ApiRequest.inScope(application.key()))
                .map(ApplicationView::of)
                .toList();
    }

    /** Makes an application. */
    @PostMapping
    @Gives(201)
    ResponseEntity<ApplicationView> create(
            @Takes(Bodies.NewApplication.class) Fields fields, HttpServletRequest request) {
        Caller caller = ApiRequest.caller(request, fields.reason());
        Application made =
                catalog.createApplication(
                        fields.required("appid"),
                        fields.required("name"),
                        fields.optional("description").orElse(""),
                        caller);
        return Answers.created(
                caller.dryRun(),
                ApplicationView.of(made),
                made.revision(),
                "applications",
                made.key());
    }

    /** One application. */
    @GetMapping("/{app}")
    ResponseEntity<ApplicationView> get(@PathVariable String app) {
        Application found = lookup.application(app);
        return Answers.shown(ApplicationView.of(found), found.revision());
    }

    /** The keys that an application trusts, and those it trusted. */
    @GetMapping("/{app}/keys")
    List<KeyView> keys(@PathVariable String app) {
        return catalog.keys(lookup.application(app).id()).stream().map(KeyView::of).toList();
    }

    /** One key of an application. */
    @GetMapping("/{app}/keys/{fingerprint}")
    ResponseEntity<KeyView> key(@PathVariable String app, @PathVariable String fingerprint) {
        TrustedKey found = find(lookup.application(app), fingerprint);
        return Answers.shown(KeyView.of(found), found.revision());
    }

    /** Makes an application trust a key from now on. */
    @PostMapping("/{app}/keys")
    @Gives(201)
    ResponseEntity<KeyView> trust(
            @PathVariable String app,
            @Takes(Bodies.NewKey.class) Fields fields,
            HttpServletRequest request) {
        Application application = lookup.application(app);
        Caller caller = ApiRequest.caller(request, fields.reason());
        TrustedKey made =
                catalog.trustKey(
                        application.id(),
                        fields.required("name"),
                        readKey(fields.required("pem")),
                        caller);
        return Answers.created(
                caller.dryRun(),
                KeyView.of(made),
                made.revision(),
                "applications",
                application.key(),
                "keys",
                made.fingerprint());
    }

    /** Makes an application trust a key no more; what it signed stays published. */
    @PostMapping("/{app}/keys/{fingerprint}/revoke")
    @Guarded
    ResponseEntity<KeyView> revoke(
            @PathVariable String app,
            @PathVariable String fingerprint,
            @Takes(Bodies.Reason.class) Fields fields,
            HttpServletRequest request) {
        TrustedKey found = find(lookup.application(app), fingerprint);
        TrustedKey after =
                catalog.revokeKey(
                        found.applicationId(),
                        found.fingerprint(),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, fields.reason()));
        return Answers.shown(KeyView.of(after), after.revision());
    }

    private TrustedKey find(Application application, String fingerprint) {
        return catalog.keys(application.id()).stream()
                .filter(key -> key.fingerprint().equals(fingerprint))
                .findFirst()
                .orElseThrow(
                        () ->
                                Lookup.missing(
                                        "key-unknown",
                                        "The application trusts no key " + fingerprint + "."));
    }

    static VerificationKey readKey(String pem) {
        try {
            return Pem.readPublic(pem, "the field pem");
        } catch (UnusableKeyException e) {
            throw ProblemException.of(422, "key-unusable", e.getMessage() + ".");
        }
    }
}
