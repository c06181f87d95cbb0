package dev.platte.ctl.simulate;

import java.util.List;

/**
 * Something that must hold, and whether it did.
 *
 * @param how what it was found out from
 * @param broken where it did not hold, the first few
 */
record Check(String name, String how, List<String> broken) {
    private static final int MOST = 10;

    Check {
        broken = List.copyOf(broken);
    }

    static Check of(String name, String how, List<String> broken) {
        return new Check(name, how, broken.stream().limit(MOST).toList());
    }

    boolean held() {
        return broken.isEmpty();
    }
}
