package dev.platte.policy.lock;

/** How many hosts of a lock group may be down at once. */
public sealed interface SlotLimit {

    /** One at a time, as locksmith and airlock begin. */
    SlotLimit ONE = new Hosts(1);

    /**
     * The limit for a group.
     *
     * @param hosts of the group, 0 or more
     * @return 0: nobody may
     */
    int of(long hosts);

    /**
     * A number of hosts.
     *
     * @param most 0 (nobody reboots) to 1,000,000
     */
    record Hosts(int most) implements SlotLimit {
        public Hosts {
            if (most < 0 || most > 1_000_000) {
                throw new IllegalArgumentException("a limit is 0 to 1000000 hosts, not " + most);
            }
        }

        @Override
        public int of(long hosts) {
            return most;
        }

        @Override
        public String toString() {
            return Integer.toString(most);
        }
    }

    /**
     * A share of the group's hosts, rounded down, and at least one: a small group must not stand
     * still for ever.
     *
     * @param percent 0 (nobody reboots) to 100
     */
    record Percent(int percent) implements SlotLimit {
        public Percent {
            if (percent < 0 || percent > 100) {
                throw new IllegalArgumentException("a limit is 0 to 100 percent, not " + percent);
            }
        }

        @Override
        public int of(long hosts) {
            if (percent == 0) {
                return 0;
            }
            return Math.clamp(Math.multiplyExact(hosts, percent) / 100, 1, 1_000_000);
        }

        @Override
        public String toString() {
            return percent + "%";
        }
    }
}
