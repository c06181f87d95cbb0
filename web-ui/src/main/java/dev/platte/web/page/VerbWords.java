package dev.platte.web.page;

import java.util.Map;

/** What the verbs of the audit trail are called by people, before the name of what they changed. */
public final class VerbWords {

    private static final Map<String, String> WORDS =
            Map.ofEntries(
                    Map.entry("application.create", "made the application"),
                    Map.entry("channel.create", "made the channel"),
                    Map.entry("channel.point", "pointed the channel"),
                    Map.entry("floor.set", "set a floor of"),
                    Map.entry("floor.remove", "removed a floor of"),
                    Map.entry("group.create", "made the group"),
                    Map.entry("group.pause", "paused the group"),
                    Map.entry("group.policy", "changed the policy of the group"),
                    Map.entry("group.resume", "resumed the group"),
                    Map.entry("group.set", "changed the group"),
                    Map.entry("key.trust", "trusted the key"),
                    Map.entry("key.revoke", "revoked the key"),
                    Map.entry("package.add", "made the package"),
                    Map.entry("package.attach", "attached a file to the package"),
                    Map.entry("package.detach", "took a delta from the package"),
                    Map.entry("package.describe", "described the package"),
                    Map.entry("package.publish", "published the package"),
                    Map.entry("package.withdraw", "withdrew the package"),
                    Map.entry("rollout.create", "began the rollout"),
                    Map.entry("rollout.complete", "completed the rollout"),
                    Map.entry("rollout.halt", "halted the rollout"),
                    Map.entry("rollout.pause", "paused the rollout"),
                    Map.entry("rollout.resume", "resumed the rollout"),
                    Map.entry("host.pin", "pinned the host"),
                    Map.entry("host.unpin", "unpinned the host"),
                    Map.entry("token.issue", "issued the token"),
                    Map.entry("token.revoke", "revoked the token"),
                    Map.entry("host.retire", "retired the host"),
                    Map.entry("host.reset", "reset the host"),
                    Map.entry("host.record", "asked for the next request of the host"),
                    Map.entry("host.forget", "forgot the host"),
                    Map.entry("host.trust", "took for one machine again the host"),
                    Map.entry("inbox.empty", "emptied"),
                    Map.entry("user.sign-in", "signed in as"),
                    Map.entry("user.create", "made the user"),
                    Map.entry("user.password", "set another password for the user"),
                    Map.entry("user.roles", "changed the roles of the user"),
                    Map.entry("user.disable", "shut out the user"),
                    Map.entry("user.enable", "let in again the user"),
                    Map.entry("lock.create", "made the lock group"),
                    Map.entry("lock.delete", "removed the lock group"),
                    Map.entry("lock.set", "changed the lock group"),
                    Map.entry("lock.freeze", "froze the lock group"),
                    Map.entry("lock.thaw", "thawed the lock group"),
                    Map.entry("lock.resume", "forgave failures in the lock group"),
                    Map.entry("lock.free", "freed a slot of the lock group"),
                    Map.entry("lock.take", "took a slot of the lock group"),
                    Map.entry("lock.forget", "forgot a host of the lock group"),
                    Map.entry("lock.token.issue", "issued a token of the lock group"),
                    Map.entry("lock.token.revoke", "revoked a token of the lock group"),
                    Map.entry("webhook.create", "made the webhook"),
                    Map.entry("webhook.set", "changed the webhook"),
                    Map.entry("webhook.rotate", "gave another secret to the webhook"),
                    Map.entry("webhook.disable", "switched off the webhook"),
                    Map.entry("webhook.enable", "switched on the webhook"),
                    Map.entry("webhook.remove", "removed the webhook"),
                    Map.entry("webhook.ping", "pinged the webhook"),
                    Map.entry("webhook.redeliver", "sent a message again to the webhook"),
                    Map.entry("approval.request", "asked for agreement to"),
                    Map.entry("approval.approve", "agreed to"),
                    Map.entry("approval.reject", "disagreed with"),
                    Map.entry("approval.withdraw", "took back the request"),
                    Map.entry("approval.expire", "let run out the request"),
                    Map.entry("approval.use", "used the agreement to"));

    private VerbWords() {}

    /** One that we have no words for as it is. */
    public static String of(String verb) {
        return WORDS.getOrDefault(verb, verb);
    }
}
