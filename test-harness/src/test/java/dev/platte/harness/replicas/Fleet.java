package dev.platte.harness.replicas;

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
import dev.platte.db.rollout.Rollouts;
import dev.platte.db.verb.Caller;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/**
 * An application whose group may have so many hosts under way at once.
 *
 * @param rolloutId the rollout that is under test
 */
record Fleet(String appid, long applicationId, long rolloutId, int limit, int hosts) {

    private static final Caller ENGINEER = new Caller("engineer", null, "because", null);
    private static final String ARCH = "amd64";

    /** Made through the verbs, without a server. */
    static List<Fleet> make(String database, Path home, List<int[]> limitsAndHosts) {
        try (ConfigurableApplicationContext context =
                new SpringApplicationBuilder(Verbs.class)
                        .web(WebApplicationType.NONE)
                        .run(
                                "--spring.main.banner-mode=off",
                                "--platte.data=" + home.resolve("verbs"),
                                "--spring.datasource.url=" + database,
                                "--spring.datasource.username=postgres",
                                "--spring.datasource.password=postgres")) {
            return limitsAndHosts.stream().map(one -> make(context, one[0], one[1])).toList();
        }
    }

    private static Fleet make(ConfigurableApplicationContext verbs, int limit, int hosts) {
        Catalog catalog = verbs.getBean(Catalog.class);
        Application made =
                catalog.createApplication(
                        "{" + UUID.randomUUID() + "}", "limit " + limit, "", ENGINEER);
        Channel channel = catalog.createChannel(made.id(), ARCH, "stable", ENGINEER);
        Group group =
                verbs.getBean(Groups.class)
                        .create(new NewGroup(made.id(), "stable", "", "stable", null), ENGINEER);
        verbs.getBean(Policies.class)
                .set(
                        group.id(),
                        Policies.parse(
                                JsonMapper.shared()
                                        .readTree(
                                                """
                                                {"limits":{"atOnce":%d},"halt":{"allowed":100}}
                                                """
                                                        .formatted(limit))),
                        0,
                        ENGINEER);
        catalog.point(
                channel.id(), published(verbs.getBean(Packages.class), made).id(), 0, ENGINEER);
        long rollout =
                verbs.getBean(Rollouts.class).list(made.id(), group.id(), null, 1).getFirst().id();
        return new Fleet(made.appid(), made.id(), rollout, limit, hosts);
    }

    private static UpdatePackage published(Packages packages, Application application) {
        UpdatePackage draft =
                packages.add(
                        new NewPackage(application.id(), ARCH, "2.0.0", "", List.of()), ENGINEER);
        NewPayload file =
                new NewPayload(
                        null,
                        "ab".repeat(32),
                        "cd".repeat(20),
                        4711,
                        "update.gz",
                        List.of("ef".repeat(32)));
        UpdatePackage whole = packages.attach(draft.id(), file, draft.revision(), ENGINEER);
        return packages.publish(whole.id(), whole.revision(), ENGINEER);
    }

    @EnableAutoConfiguration
    static class Verbs {}
}
