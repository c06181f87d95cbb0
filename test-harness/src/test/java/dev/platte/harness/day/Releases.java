package dev.platte.harness.day;

import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.NewPackage;
import dev.platte.db.catalog.NewPayload;
import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.Groups;
import dev.platte.db.rollout.NewGroup;
import dev.platte.db.rollout.Policies;
import dev.platte.db.verb.Caller;
import dev.platte.harness.boot.WholeImages;
import dev.platte.keys.sign.SigningKey;
import dev.platte.payload.create.CreateRequest;
import dev.platte.payload.create.PayloadCreator;
import dev.platte.payload.create.Signing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** One release after the other on one channel; every ninth does not survive its first boot. */
final class Releases implements AutoCloseable {
    private static final Caller ENGINEER = new Caller("engineer", null, "because", null);
    private static final String APPID = "{e96281a6-d1af-4bde-9a0a-97b76e56dc57}";
    private static final String ARCH = "amd64";
    private static final int IMAGE = 96 << 10;

    private final Path directory;
    private final SigningKey key;
    private final FaultyWire wire;
    private final WholeImages images;
    private final ConfigurableApplicationContext verbs;
    private final Catalog catalog;
    private final Packages packages;
    private final long applicationId;
    private final long channelId;
    private int current;

    Releases(String database, Path directory, SigningKey key, FaultyWire wire, WholeImages images) {
        this.directory = directory;
        this.key = key;
        this.wire = wire;
        this.images = images;
        verbs =
                new SpringApplicationBuilder(Verbs.class)
                        .web(WebApplicationType.NONE)
                        .run(
                                "--spring.main.banner-mode=off",
                                "--platte.data=" + directory.resolve("verbs"),
                                "--spring.datasource.url=" + database,
                                "--spring.datasource.username=postgres",
                                "--spring.datasource.password=postgres");
        catalog = verbs.getBean(Catalog.class);
        packages = verbs.getBean(Packages.class);
        Application made = catalog.createApplication(APPID, "a day", "", ENGINEER);
        applicationId = made.id();
        Channel channel = catalog.createChannel(made.id(), ARCH, "stable", ENGINEER);
        channelId = channel.id();
        Group group =
                verbs.getBean(Groups.class)
                        .create(new NewGroup(made.id(), "stable", "", "stable", null), ENGINEER);
        verbs.getBean(Policies.class)
                .set(
                        group.id(),
                        Policies.parse(
                                JsonMapper.shared().readTree("{\"halt\":{\"allowed\":100}}")),
                        0,
                        ENGINEER);
    }

    /** What the channel points at. */
    String target() {
        return version(current);
    }

    static String version(int number) {
        return number + ".0.0";
    }

    static boolean isBad(String version) {
        return number(version) % 9 == 0;
    }

    static int number(String version) {
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }

    /** The image of a release; noise that is the same for the same number. */
    Path image(int number) throws Exception {
        byte[] content = new byte[IMAGE];
        new Random(number).nextBytes(content);
        Path image = Files.write(directory.resolve(version(number) + ".img"), content);
        images.with(version(number), image);
        return image;
    }

    /** The channel moves on to the next release. */
    void next() throws Exception {
        current = current == 0 ? 2 : current + 1;
        Path out = directory.resolve("payload");
        Files.deleteIfExists(out);
        PayloadCreator.create(
                new CreateRequest(
                        image(current),
                        Optional.empty(),
                        out,
                        new Signing.Now(List.of(key)),
                        1,
                        _ -> {}));
        byte[] payload = Files.readAllBytes(out);
        String fileName = "update-" + current + ".gz";
        wire.serve(fileName, payload);
        catalog.point(channelId, published(payload, fileName).id(), revision(), ENGINEER);
    }

    private long revision() {
        return catalog.channel(channelId).orElseThrow().revision();
    }

    private UpdatePackage published(byte[] payload, String fileName) throws Exception {
        UpdatePackage draft =
                packages.add(
                        new NewPackage(applicationId, ARCH, target(), "", List.of()), ENGINEER);
        NewPayload file =
                new NewPayload(
                        null,
                        digest("SHA-256", payload),
                        digest("SHA-1", payload),
                        payload.length,
                        fileName,
                        List.of("ef".repeat(32)));
        UpdatePackage whole = packages.attach(draft.id(), file, draft.revision(), ENGINEER);
        return packages.publish(whole.id(), whole.revision(), ENGINEER);
    }

    private static String digest(String algorithm, byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    }

    @Override
    public void close() {
        verbs.close();
    }

    @EnableAutoConfiguration
    static class Verbs {}
}
