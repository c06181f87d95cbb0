package dev.platte.web.webhook;

import dev.platte.db.webhook.Delivery;
import dev.platte.db.webhook.DeliveryState;
import dev.platte.web.page.Mark;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A message and what came of it.
 *
 * @param body its JSON, laid out for people
 * @param again whether it can be sent again
 */
record DeliveryLine(Delivery delivery, Mark mark, String body, boolean again) {

    static DeliveryLine of(Delivery delivery) {
        return new DeliveryLine(
                delivery,
                mark(delivery.state(), delivery.tries()),
                pretty(delivery.body()),
                delivery.state() != DeliveryState.PENDING);
    }

    private static Mark mark(DeliveryState state, int tries) {
        return switch (state) {
            case PENDING ->
                    tries == 0
                            ? new Mark("waiting", "Waiting", "To be sent.")
                            : new Mark("silent", "Trying", "It failed, and is tried again.");
            case DELIVERED -> new Mark("done", "Delivered", "The other system took it.");
            case GIVEN_UP -> new Mark("failed", "Given up", "It was tried often enough.");
        };
    }

    private static String pretty(String json) {
        try {
            return JsonMapper.shared()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(JsonMapper.shared().readTree(json));
        } catch (JacksonException e) {
            return json;
        }
    }
}
