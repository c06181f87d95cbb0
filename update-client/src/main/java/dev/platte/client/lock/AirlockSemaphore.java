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
 * airlock's semaphore (its internal/lock/semaphore.go): {@code
 * {"total_slots":3,"holders":["a","b"]}}, holders in the order of their bytes, without a blank.
 *
 * @param slots 0: nobody may be down
 */
record AirlockSemaphore(long slots, List<String> holders) {
    AirlockSemaphore {
        holders = List.copyOf(new TreeSet<>(holders));
    }

    static AirlockSemaphore read(String text) throws IOException {
        Json said = Json.read(text.getBytes(StandardCharsets.UTF_8));
        Optional<Long> slots = said.at("total_slots").number();
        if (slots.isEmpty()) {
            throw new IOException("what lies in etcd is no semaphore of airlock: no total_slots");
        }
        List<String> holders = new ArrayList<>();
        for (Json each : said.at("holders").items()) {
            each.text().ifPresent(holders::add);
        }
        return new AirlockSemaphore(slots.get(), holders);
    }

    String write() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("total_slots", slots);
        members.put("holders", holders);
        return Json.write(members);
    }

    boolean isFull() {
        return holders.size() >= slots;
    }

    AirlockSemaphore with(String host) {
        List<String> more = new ArrayList<>(holders);
        more.add(host);
        return new AirlockSemaphore(slots, more);
    }

    AirlockSemaphore without(String host) {
        return new AirlockSemaphore(slots, holders.stream().filter(h -> !h.equals(host)).toList());
    }
}
