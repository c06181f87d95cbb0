package dev.platte.client.lock;

import dev.platte.client.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * locksmith's semaphore (its lock/semaphore.go): {@code {"semaphore":1,"max":2,"holders":["a"]}}.
 * Its programs look for holders in a sorted list, and drop what they do not know: nothing may be
 * added.
 *
 * @param available {@code max} less the holders; less than 0 after {@code max} was lowered
 */
record LocksmithSemaphore(long available, long max, List<String> holders) {
    /** As locksmith makes it: a nil slice of Go is null. */
    static final String FIRST = "{\"semaphore\":1,\"max\":1,\"holders\":null}";

    LocksmithSemaphore {
        holders = List.copyOf(new TreeSet<>(holders));
    }

    static LocksmithSemaphore read(String text) throws IOException {
        Json said = Json.read(text.getBytes(StandardCharsets.UTF_8));
        List<String> holders = new ArrayList<>();
        for (Json each : said.at("holders").items()) {
            each.text().ifPresent(holders::add);
        }
        Optional<Long> max = said.at("max").number();
        if (max.isEmpty()) {
            throw new IOException("what lies in etcd is no semaphore of locksmith: no max");
        }
        return new LocksmithSemaphore(
                said.at("semaphore").number().orElse(max.get() - holders.size()),
                max.get(),
                holders);
    }

    String write() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("semaphore", available);
        members.put("max", max);
        members.put("holders", holders);
        return Json.write(members);
    }

    LocksmithSemaphore with(String host) {
        List<String> more = new ArrayList<>(holders);
        more.add(host);
        return new LocksmithSemaphore(available - 1, max, more);
    }

    LocksmithSemaphore without(String host) {
        return new LocksmithSemaphore(
                holders.contains(host) ? available + 1 : available,
                max,
                holders.stream().filter(h -> !h.equals(host)).toList());
    }

    LocksmithSemaphore withMax(long other) {
        return new LocksmithSemaphore(available - (max - other), other, holders);
    }
}
