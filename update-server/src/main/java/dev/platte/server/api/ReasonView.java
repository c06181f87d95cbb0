package dev.platte.server.api;

import dev.platte.db.explain.Explanation;
import dev.platte.policy.decide.Reason;
import dev.platte.policy.health.HaltRule;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A reason as it is shown.
 *
 * @param holds whether it keeps the host from its update
 * @param passes whether time alone ends it
 * @param passesAt when, if that can be foretold
 * @param facts the numbers behind the sentence, by the names that its code has
 */
record ReasonView(
        Reason.Code code,
        String sentence,
        boolean holds,
        boolean passes,
        @Nullable Instant passesAt,
        Map<String, @Nullable Object> facts) {

    static ReasonView of(Reason reason) {
        return new ReasonView(
                reason.code(),
                reason.sentence(),
                reason.code().effect() != Reason.Effect.TELLS,
                reason.passes() || reason instanceof Reason.Pinned,
                Explanation.passesAt(reason).orElse(null),
                facts((Record) reason));
    }

    private static Map<String, @Nullable Object> facts(Record fact) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        for (RecordComponent part : fact.getClass().getRecordComponents()) {
            facts.put(part.getName(), plain(value(fact, part)));
        }
        return facts;
    }

    private static @Nullable Object value(Record fact, RecordComponent part) {
        try {
            return part.getAccessor().invoke(fact);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("a reason does not show its " + part.getName(), e);
        }
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Number number -> number;
            case Boolean flag -> flag;
            case Instant instant -> instant;
            case HaltRule.Crossed crossed -> crossed;
            case List<?> list -> list.stream().map(each -> of((Reason) each)).toList();
            case Object other -> other.toString();
        };
    }
}
