package dev.platte.client.config;

import static java.util.Objects.requireNonNull;

import dev.platte.policy.window.RebootWindows;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When this host may reboot, whom it asks, and how it does it.
 *
 * @param windows when; at all times unless set
 */
public record RebootSettings(
        RebootStrategy strategy, RebootWindows windows, Patience patience, Way way, Lock lock) {

    public RebootSettings {
        requireNonNull(strategy, "strategy");
        requireNonNull(windows, "windows");
        requireNonNull(patience, "patience");
        requireNonNull(way, "way");
        requireNonNull(lock, "lock");
    }

    /**
     * How long things may take.
     *
     * @param reboot a reboot; so much of a window must be left
     * @param logins for how long logged-in users are waited for; 0: not at all
     * @param held for how long a slot is held while something prevents the reboot
     * @param hook one hook
     * @param settle from a healthy boot until the slot is given back
     */
    public record Patience(
            Duration reboot, Duration logins, Duration held, Duration hook, Duration settle) {
        public Patience {
            requireNonNull(reboot, "reboot");
            requireNonNull(logins, "logins");
            requireNonNull(held, "held");
            requireNonNull(hook, "hook");
            requireNonNull(settle, "settle");
        }
    }

    /**
     * How it is done.
     *
     * @param command run instead of asking logind; empty: logind
     * @param insists a hook that fails is logged, and the reboot goes on; otherwise the slot is
     *     given back
     * @param hooks directories of hooks, run in this order
     * @param blockers directories where any file stops the reboot
     */
    public record Way(
            RebootMethod method,
            Optional<String> command,
            boolean insists,
            List<Path> hooks,
            List<Path> blockers) {
        public Way {
            requireNonNull(method, "method");
            requireNonNull(command, "command");
            hooks = List.copyOf(hooks);
            blockers = List.copyOf(blockers);
        }
    }

    /** Where the lock is kept, as this host's strategy says. */
    public sealed interface Keeper {
        /** Nobody is asked. */
        record None() implements Keeper {}

        /**
         * A server that speaks FleetLock.
         *
         * @param base below which {@code v1/pre-reboot} lies
         */
        record FleetLockServer(URI base, Optional<String> token) implements Keeper {
            @Override
            public String toString() {
                return "FleetLockServer[base=" + base + "]";
            }
        }

        /**
         * A cluster of etcd.
         *
         * @param user and {@code password}: empty: nobody in particular asks
         * @param locksmith whether locksmith's keys of etcd 2 are used, instead of airlock's of
         *     etcd 3
         */
        record EtcdCluster(List<URI> endpoints, String user, String password, boolean locksmith)
                implements Keeper {
            public EtcdCluster {
                endpoints = List.copyOf(endpoints);
            }

            @Override
            public String toString() {
                return "EtcdCluster[endpoints=" + endpoints + ", user=" + user + "]";
            }
        }
    }

    /**
     * Whom this host asks before it reboots.
     *
     * @param group the lock group
     * @param host what this host is called there
     * @param timeout of one request
     */
    public record Lock(Keeper keeper, String group, String host, Duration timeout, Tls tls) {
        public Lock {
            requireNonNull(keeper, "keeper");
            requireNonNull(group, "group");
            requireNonNull(host, "host");
            requireNonNull(timeout, "timeout");
            requireNonNull(tls, "tls");
        }
    }

    /**
     * Files in PEM; empty: as Java trusts, and nobody.
     *
     * @param certificate with {@code key}, both or none
     */
    public record Tls(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {
        public Tls {
            requireNonNull(authorities, "authorities");
            requireNonNull(certificate, "certificate");
            requireNonNull(key, "key");
        }
    }
}
