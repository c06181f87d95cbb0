package dev.platte.server.api;

import dev.platte.db.access.Changes;
import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.CatalogContents;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.GroupPolicy;
import dev.platte.db.rollout.Policies;
import dev.platte.db.rollout.RolloutContents;
import dev.platte.db.rollout.Rollouts;
import dev.platte.db.webhook.Webhook;
import dev.platte.db.webhook.Webhooks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The whole configuration as plain data, to be written as YAML. */
@Component
final class Export {

    private final Changes changes;
    private final Catalog catalog;
    private final Rollouts rollouts;
    private final Webhooks webhooks;
    private final LockApply locks;

    Export(
            Changes changes,
            Catalog catalog,
            Rollouts rollouts,
            Webhooks webhooks,
            LockApply locks) {
        this.changes = changes;
        this.catalog = catalog;
        this.rollouts = rollouts;
        this.webhooks = webhooks;
        this.locks = locks;
    }

    /**
     * Applications by appid, lock groups by name, and webhooks without their secrets; all of one
     * state of the database.
     *
     * @param hooks whether webhooks are wanted: where they go may be a secret
     */
    Map<String, Object> of(Predicate<Application> wanted, boolean hooks) {
        return changes.read(
                () -> {
                    CatalogContents contents = catalog.contents();
                    RolloutContents moving = rollouts.contents();
                    Map<String, Object> document = new LinkedHashMap<>();
                    document.put(
                            "applications",
                            contents.applications().stream()
                                    .filter(wanted)
                                    .map(application -> plain(application, contents, moving))
                                    .toList());
                    document.put("locks", locks.export());
                    if (hooks) {
                        document.put(
                                "webhooks", webhooks.list().stream().map(Export::plain).toList());
                    }
                    return document;
                });
    }

    private static Map<String, @Nullable Object> plain(Webhook hook) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        plain.put("name", hook.name());
        plain.put("url", hook.url());
        plain.put("application", hook.application());
        plain.put("kinds", hook.kinds());
        return plain;
    }

    private Map<String, @Nullable Object> plain(
            Application application, CatalogContents contents, RolloutContents moving) {
        Map<Long, UpdatePackage> packages =
                contents.packages().stream()
                        .filter(found -> found.applicationId() == application.id())
                        .collect(Collectors.toMap(UpdatePackage::id, Function.identity()));
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        plain.put("appid", application.appid());
        plain.put("name", application.name());
        plain.put("description", application.description());
        plain.put(
                "keys",
                catalog.keys(application.id()).stream()
                        .filter(key -> key.revoked() == null)
                        .map(key -> Map.of("name", key.name(), "pem", key.pem()))
                        .toList());
        plain.put(
                "channels",
                contents.channels().stream()
                        .filter(channel -> channel.applicationId() == application.id())
                        .map(channel -> channel(channel, contents, packages))
                        .toList());
        plain.put(
                "groups",
                moving.groups().stream()
                        .filter(group -> group.applicationId() == application.id())
                        .map(group -> group(group, moving))
                        .toList());
        return plain;
    }

    private static Map<String, @Nullable Object> channel(
            Channel channel, CatalogContents contents, Map<Long, UpdatePackage> packages) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        plain.put("name", channel.name());
        plain.put("arch", channel.arch());
        plain.put("version", version(packages, channel.packageId()));
        List<Map<String, @Nullable Object>> floors =
                contents.floors().stream()
                        .filter(floor -> floor.channelId() == channel.id())
                        .map(floor -> floor(version(packages, floor.packageId()), floor.reason()))
                        .toList();
        plain.put("floors", floors);
        return plain;
    }

    private static Map<String, @Nullable Object> floor(@Nullable String version, String reason) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        plain.put("version", version);
        plain.put("reason", reason);
        return plain;
    }

    private static Map<String, @Nullable Object> group(Group group, RolloutContents moving) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        plain.put("track", group.track());
        plain.put("id", group.uid().toString());
        plain.put("channel", group.channel());
        plain.put("description", group.description());
        plain.put(
                "pollInterval",
                group.pollInterval() == null ? null : group.pollInterval().toString());
        plain.put("pausedReason", group.pausedReason());
        plain.put(
                "policy",
                JsonMapper.shared()
                        .convertValue(
                                Policies.document(
                                        moving.policies()
                                                .getOrDefault(group.id(), GroupPolicy.USUAL)),
                                Map.class));
        return plain;
    }

    private static @Nullable String version(
            Map<Long, UpdatePackage> packages, @Nullable Long packageId) {
        UpdatePackage found = packageId == null ? null : packages.get(packageId);
        return found == null ? null : found.version();
    }
}
