package dev.platte.db.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.platte.db.access.Audit;
import dev.platte.db.fixture.OnEachPostgres;
import dev.platte.db.fixture.TestStore;
import dev.platte.db.snapshot.SnapshotSource;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@OnEachPostgres
final class ExtraFilesTest {

    private static final Caller ANNA = new Caller("anna", null, "because", "req-1");

    private final TestStore store;
    private final Packages packages;
    private final ExtraFiles files;
    private final Application application;

    ExtraFilesTest(TestStore store) {
        this.store = store;
        this.packages = store.get(Packages.class);
        this.files = store.get(ExtraFiles.class);
        String name = UUID.randomUUID().toString();
        this.application = store.get(Catalog.class).createApplication(name, name, "", ANNA);
    }

    private UpdatePackage draft() {
        UpdatePackage made =
                packages.add(new NewPackage(application.id(), "amd64", "1.0", "", List.of()), ANNA);
        return packages.attach(
                made.id(),
                new NewPayload(
                        null,
                        "ab".repeat(32),
                        "cd".repeat(20),
                        47,
                        "os.crau",
                        List.of("ef".repeat(32))),
                made.revision(),
                ANNA);
    }

    private static NewExtraFile file(String name, String digit, boolean stored) {
        return new NewExtraFile(name, 7, digit.repeat(64), digit.repeat(40), false, stored);
    }

    private static String refusal(Runnable verb) {
        return catchThrowableOfType(RefusedException.class, verb::run).code();
    }

    @Test
    void filesLieBesideThePayloadInOrderAndInAFolderOfTheirOwn() {
        UpdatePackage draft = draft();
        Payload payload = draft.full().orElseThrow();
        assertThat(draft.folder(payload)).isEqualTo(payload.sha256());
        UpdatePackage one =
                files.attach(draft.id(), file("oem.gz", "1", true), draft.revision(), ANNA);
        UpdatePackage two =
                files.attach(draft.id(), file("ext.raw", "2", true), one.revision(), ANNA);
        assertThat(two.files()).extracting(ExtraFile::name).containsExactly("oem.gz", "ext.raw");
        assertThat(two.revision()).isGreaterThan(one.revision());
        assertThat(two.folder(payload)).hasSize(64).isNotEqualTo(one.folder(payload));
        UpdatePackage again =
                files.attach(draft.id(), file("oem.gz", "3", true), two.revision(), ANNA);
        assertThat(again.files()).hasSize(2);
        assertThat(again.folder(payload)).isNotEqualTo(two.folder(payload));
        UpdatePackage less = files.remove(draft.id(), "ext.raw", again.revision(), ANNA);
        assertThat(less.files()).extracting(ExtraFile::sha256).containsExactly("3".repeat(64));
        assertThat(
                        store.get(Audit.class)
                                .newest("package/" + draft.id(), null, 1)
                                .getFirst()
                                .verb())
                .isEqualTo("package.remove-file");
        UpdatePackage published = packages.publish(draft.id(), less.revision(), ANNA);
        assertThat(
                        store.get(SnapshotSource.class)
                                .refresh()
                                .application(application.appid())
                                .orElseThrow()
                                .findPackage(published.id()))
                .contains(published);
        assertThat(
                        refusal(
                                () ->
                                        files.attach(
                                                draft.id(),
                                                file("x", "1", true),
                                                published.revision(),
                                                ANNA)))
                .isEqualTo("package-not-draft");
        assertThat(refusal(() -> files.remove(draft.id(), "oem.gz", published.revision(), ANNA)))
                .isEqualTo("package-not-draft");
    }

    @Test
    void whatOnlyMirrorsHaveIsServedByMirrorsAlone() {
        UpdatePackage draft = draft();
        UpdatePackage with =
                files.attach(draft.id(), file("oem.gz", "1", false), draft.revision(), ANNA);
        assertThat(refusal(() -> packages.publish(draft.id(), with.revision(), ANNA)))
                .isEqualTo("file-not-stored");
        assertThat(
                        refusal(
                                () ->
                                        packages.describe(
                                                draft.id(),
                                                new Description("", List.of(), false),
                                                with.revision(),
                                                ANNA)))
                .isEqualTo("mirrors-missing");
        UpdatePackage elsewhere =
                packages.describe(
                        draft.id(),
                        new Description("", List.of("https://m.example/"), false),
                        with.revision(),
                        ANNA);
        UpdatePackage published = packages.publish(draft.id(), elsewhere.revision(), ANNA);
        assertThat(published.ownStore()).isFalse();
        assertThat(
                        refusal(
                                () ->
                                        packages.describe(
                                                draft.id(),
                                                new Description("", published.mirrors(), true),
                                                published.revision(),
                                                ANNA)))
                .isEqualTo("file-not-stored");
    }

    @Test
    void namesAndNumbersHaveTheirBounds() {
        UpdatePackage draft = draft();
        assertThat(
                        refusal(
                                () ->
                                        files.attach(
                                                draft.id(),
                                                file("os.crau", "1", true),
                                                draft.revision(),
                                                ANNA)))
                .isEqualTo("file-name-taken");
        assertThat(refusal(() -> file("../x", "1", true))).isEqualTo("file-name-invalid");
        assertThat(refusal(() -> file("x", "g", true))).isEqualTo("file-invalid");
        assertThat(
                        refusal(
                                () ->
                                        new NewExtraFile(
                                                "x",
                                                0,
                                                "1".repeat(64),
                                                "1".repeat(40),
                                                true,
                                                true)))
                .isEqualTo("file-invalid");
        assertThat(refusal(() -> files.attach(draft.id(), file("x", "1", true), 99, ANNA)))
                .isEqualTo("changed-meanwhile");
        assertThat(refusal(() -> files.remove(draft.id(), "x", draft.revision(), ANNA)))
                .isEqualTo("file-unknown");
        UpdatePackage now = draft;
        for (int n = 0; n < 32; n++) {
            now = files.attach(draft.id(), file("f" + n, "1", true), now.revision(), ANNA);
        }
        long seen = now.revision();
        assertThat(refusal(() -> files.attach(draft.id(), file("one-more", "1", true), seen, ANNA)))
                .isEqualTo("too-many-files");
        files.attach(draft.id(), file("f7", "2", true), seen, ANNA);
    }
}
