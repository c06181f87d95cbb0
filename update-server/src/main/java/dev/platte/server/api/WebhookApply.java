package dev.platte.server.api;

import dev.platte.db.verb.Caller;
import dev.platte.db.webhook.Webhook;
import dev.platte.db.webhook.WebhookWish;
import dev.platte.db.webhook.Webhooks;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes webhooks what a document says.
 *
 * @param made takes the differences
 */
record WebhookApply(Webhooks webhooks, Lookup lookup, Caller caller, List<Apply.Difference> made) {

    void apply(Fields one) {
        String name = one.required("name");
        Optional<Webhook> found = webhooks.find(name);
        if (found.isEmpty()) {
            WebhookWish wish =
                    wish(
                            one.required("url"),
                            one.optional("application"),
                            one.texts("kinds").orElse(List.of()));
            differ(name, null, described(webhooks.create(name, wish, caller).webhook()));
            return;
        }
        Webhook before = found.get();
        WebhookWish wish =
                wish(
                        one.optional("url").orElse(before.url()),
                        one.has("application")
                                ? one.optional("application")
                                : Optional.ofNullable(before.application()),
                        one.texts("kinds").orElse(before.kinds()));
        Long application =
                Optional.ofNullable(before.application())
                        .map(appid -> lookup.application(appid).id())
                        .orElse(null);
        if (!wish.equals(new WebhookWish(before.url(), application, before.kinds()))) {
            Webhook after = webhooks.set(before.id(), wish, before.revision(), caller);
            differ(name, described(before), described(after));
        }
    }

    private WebhookWish wish(String url, Optional<String> application, List<String> kinds) {
        return new WebhookWish(
                url, application.map(appid -> lookup.application(appid).id()).orElse(null), kinds);
    }

    private static String described(Webhook hook) {
        return "%s, %s, %s"
                .formatted(
                        hook.url(),
                        hook.application() == null ? "all applications" : hook.application(),
                        hook.kinds().isEmpty() ? "all kinds" : hook.kinds());
    }

    private void differ(String name, @Nullable String before, @Nullable String after) {
        made.add(new Apply.Difference(null, "webhook " + name, before, after));
    }
}
