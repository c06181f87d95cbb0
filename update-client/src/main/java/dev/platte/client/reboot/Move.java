package dev.platte.client.reboot;

import dev.platte.client.reboot.Gate.Asking;
import dev.platte.client.reboot.Gate.Blocked;
import dev.platte.client.reboot.Gate.Checking;
import dev.platte.client.reboot.Gate.Draining;
import dev.platte.client.reboot.Gate.GivingBack;
import dev.platte.client.reboot.Gate.Gone;
import dev.platte.client.reboot.Gate.Leaving;
import dev.platte.client.reboot.Gate.Looking;
import dev.platte.client.reboot.Gate.Queued;
import dev.platte.client.reboot.Gate.Quiet;
import dev.platte.client.reboot.Gate.Returned;
import dev.platte.client.reboot.Gate.Slot;
import dev.platte.client.reboot.Gate.Stuck;
import dev.platte.client.reboot.Happening.Accepted;
import dev.platte.client.reboot.Happening.Clear;
import dev.platte.client.reboot.Happening.Denied;
import dev.platte.client.reboot.Happening.Drained;
import dev.platte.client.reboot.Happening.GaveBack;
import dev.platte.client.reboot.Happening.Granted;
import dev.platte.client.reboot.Happening.Kept;
import dev.platte.client.reboot.Happening.Obstructed;
import dev.platte.client.reboot.Happening.PatienceEnded;
import dev.platte.client.reboot.Happening.Tick;
import dev.platte.client.reboot.Happening.Unwanted;
import dev.platte.client.reboot.Happening.Wanted;
import java.time.Duration;
import java.util.Optional;

/**
 * One row of the gate's table: where the host is, and what happened. {@link #next} is the whole
 * table; rows that cannot be are listed one by one, so that a new state or happening stops the
 * build.
 */
record Move(Gate gate, Happening happening) {
    private static final Obstacle NOBODY = new Obstacle.Busy("nothing waits for it any more");

    /**
     * Where the host is then.
     *
     * @throws IllegalStateException that cannot happen there
     */
    static Gate next(Gate gate, Happening happening) {
        return switch (new Move(gate, happening)) {
            case Move(Quiet(), Wanted(Wish wish)) -> new Looking(wish, false);
            case Move(Quiet quiet, Unwanted()) -> quiet;
            case Move(Quiet quiet, Tick()) -> quiet;

            case Move(Looking(Wish wish, boolean _), Clear _) -> new Asking(wish);
            case Move(Looking(Wish wish, boolean asked), Obstructed(Obstacle what, Duration _)) ->
                    asked ? new GivingBack(Optional.of(wish), what, "") : new Blocked(wish, what);

            case Move(Blocked(Wish wish, Obstacle _), Tick()) -> new Looking(wish, false);
            case Move(Blocked _, Wanted(Wish wish)) -> new Looking(wish, false);
            case Move(Blocked _, Unwanted()) -> new Quiet();

            case Move(Asking(Wish wish), Granted(Optional<Duration> until)) ->
                    new Draining(new Slot(wish, until, false));
            case Move(Asking(Wish wish), Denied(Obstacle why, Duration retry)) ->
                    new Queued(wish, why, retry);

            case Move(Queued(Wish wish, Obstacle _, Duration _), Tick()) -> new Looking(wish, true);
            case Move(Queued _, Wanted(Wish wish)) -> new Looking(wish, true);
            case Move(Queued _, Unwanted()) -> new GivingBack(Optional.empty(), NOBODY, "");

            case Move(Draining(Slot slot), Drained()) -> new Checking(slot, Optional.empty());
            case Move(Draining(Slot slot), Obstructed(Obstacle what, Duration _)) ->
                    new GivingBack(Optional.of(slot.wish()), what, "");

            case Move(Checking(Slot slot, Optional<Duration> stuck), Clear(var until)) ->
                    new Leaving(slot.until(until), stuck);
            case Move(
                            Checking(Slot slot, Optional<Duration> stuck),
                            Obstructed(Obstacle what, Duration now)) ->
                    new Stuck(slot, what, stuck.orElse(now));

            case Move(Stuck(Slot slot, Obstacle _, Duration since), Tick()) ->
                    new Checking(slot, Optional.of(since));
            case Move(Stuck(Slot slot, Obstacle _, Duration since), Wanted(Wish wish)) ->
                    new Checking(slot.with(wish), Optional.of(since));
            case Move(Stuck stuck, PatienceEnded()) ->
                    stuck.slot().told()
                            ? stuck
                            : new GivingBack(
                                    Optional.of(stuck.slot().wish()), stuck.obstacle(), "");
            case Move(Stuck stuck, Unwanted()) ->
                    stuck.slot().told() ? stuck : new GivingBack(Optional.empty(), NOBODY, "");

            case Move(Leaving(Slot slot, Optional<Duration> _), Accepted(Duration now)) ->
                    new Gone(slot.asTold(), now);
            case Move(
                            Leaving(Slot slot, Optional<Duration> stuck),
                            Obstructed(Obstacle what, Duration now)) ->
                    new Stuck(slot, what, stuck.orElse(now));

            // Too late to turn back: whoever was told to go down may go at any moment.
            case Move(Gone gone, Tick()) -> gone;
            case Move(Gone(Slot slot, Duration since), Wanted(Wish wish)) ->
                    new Gone(slot.with(wish), since);
            case Move(Gone gone, Unwanted()) -> gone;
            case Move(Gone(Slot slot, Duration since), Obstructed(Obstacle what, Duration _)) ->
                    new Stuck(slot, what, since);

            case Move(GivingBack(Optional<Wish> wish, Obstacle why, String _), GaveBack()) ->
                    wish.isPresent() ? new Blocked(wish.get(), why) : new Quiet();
            case Move(GivingBack(Optional<Wish> wish, Obstacle why, String _), Kept(String what)) ->
                    new GivingBack(wish, why, what);
            case Move(GivingBack(Optional<Wish> _, Obstacle why, String what), Wanted(Wish wish)) ->
                    new GivingBack(Optional.of(wish), why, what);
            case Move(GivingBack(Optional<Wish> _, Obstacle why, String what), Unwanted()) ->
                    new GivingBack(Optional.empty(), why, what);
            case Move(GivingBack back, Tick()) -> back;

            // Whatever is wanted next begins with a slot of its own.
            case Move(Returned _, GaveBack()) -> new Quiet();
            case Move(Returned _, Kept(String why)) -> new Returned(why);
            case Move(Returned returned, Tick()) -> returned;
            case Move(Returned returned, Wanted _) -> returned;
            case Move(Returned returned, Unwanted()) -> returned;

            case Move(Quiet _, Clear _),
                    Move(Quiet _, Obstructed _),
                    Move(Quiet _, Granted _),
                    Move(Quiet _, Denied _),
                    Move(Quiet _, Drained _),
                    Move(Quiet _, PatienceEnded _),
                    Move(Quiet _, Accepted _),
                    Move(Quiet _, GaveBack _),
                    Move(Quiet _, Kept _) ->
                    throw impossible(gate, happening);
            case Move(Looking _, Wanted _),
                    Move(Looking _, Unwanted _),
                    Move(Looking _, Tick _),
                    Move(Looking _, Granted _),
                    Move(Looking _, Denied _),
                    Move(Looking _, Drained _),
                    Move(Looking _, PatienceEnded _),
                    Move(Looking _, Accepted _),
                    Move(Looking _, GaveBack _),
                    Move(Looking _, Kept _) ->
                    throw impossible(gate, happening);
            case Move(Blocked _, Clear _),
                    Move(Blocked _, Obstructed _),
                    Move(Blocked _, Granted _),
                    Move(Blocked _, Denied _),
                    Move(Blocked _, Drained _),
                    Move(Blocked _, PatienceEnded _),
                    Move(Blocked _, Accepted _),
                    Move(Blocked _, GaveBack _),
                    Move(Blocked _, Kept _) ->
                    throw impossible(gate, happening);
            case Move(Asking _, Wanted _),
                    Move(Asking _, Unwanted _),
                    Move(Asking _, Tick _),
                    Move(Asking _, Clear _),
                    Move(Asking _, Obstructed _),
                    Move(Asking _, Drained _),
                    Move(Asking _, PatienceEnded _),
                    Move(Asking _, Accepted _),
                    Move(Asking _, GaveBack _),
                    Move(Asking _, Kept _) ->
                    throw impossible(gate, happening);
            case Move(Queued _, Clear _),
                    Move(Queued _, Obstructed _),
                    Move(Queued _, Granted _),
                    Move(Queued _, Denied _),
                    Move(Queued _, Drained _),
                    Move(Queued _, PatienceEnded _),
                    Move(Queued _, Accepted _),
                    Move(Queued _, GaveBack _),
                    Move(Queued _, Kept _) ->
                    throw impossible(gate, happening);
            case Move(Draining _, Wanted _),
                    Move(Draining _, Unwanted _),
                    Move(Draining _, Tick _),
                    Move(Draining _, Clear _),
                    Move(Draining _, Granted _),
                    Move(Draining _, Denied _),
                    Move(Draining _, PatienceEnded _),
                    Move(Draining _, Accepted _),
                    Move(Draining _, GaveBack _),
                    Move(Draining _, Kept _) ->
                    throw impossible(gate, happening);
            case Move(Checking _, Wanted _),
                    Move(Checking _, Unwanted _),
                    Move(Checking _, Tick _),
                    Move(Checking _, Granted _),
                    Move(Checking _, Denied _),
                    Move(Checking _, Drained _),
                    Move(Checking _, PatienceEnded _),
                    Move(Checking _, Accepted _),
                    Move(Checking _, GaveBack _),
                    Move(Checking _, Kept _) ->
                    throw impossible(gate, happening);
            case Move(Stuck _, Clear _),
                    Move(Stuck _, Obstructed _),
                    Move(Stuck _, Granted _),
                    Move(Stuck _, Denied _),
                    Move(Stuck _, Drained _),
                    Move(Stuck _, Accepted _),
                    Move(Stuck _, GaveBack _),
                    Move(Stuck _, Kept _) ->
                    throw impossible(gate, happening);
            case Move(Leaving _, Wanted _),
                    Move(Leaving _, Unwanted _),
                    Move(Leaving _, Tick _),
                    Move(Leaving _, Clear _),
                    Move(Leaving _, Granted _),
                    Move(Leaving _, Denied _),
                    Move(Leaving _, Drained _),
                    Move(Leaving _, PatienceEnded _),
                    Move(Leaving _, GaveBack _),
                    Move(Leaving _, Kept _) ->
                    throw impossible(gate, happening);
            case Move(Gone _, Clear _),
                    Move(Gone _, Granted _),
                    Move(Gone _, Denied _),
                    Move(Gone _, Drained _),
                    Move(Gone _, PatienceEnded _),
                    Move(Gone _, Accepted _),
                    Move(Gone _, GaveBack _),
                    Move(Gone _, Kept _) ->
                    throw impossible(gate, happening);
            case Move(GivingBack _, Clear _),
                    Move(GivingBack _, Obstructed _),
                    Move(GivingBack _, Granted _),
                    Move(GivingBack _, Denied _),
                    Move(GivingBack _, Drained _),
                    Move(GivingBack _, PatienceEnded _),
                    Move(GivingBack _, Accepted _) ->
                    throw impossible(gate, happening);
            case Move(Returned _, Clear _),
                    Move(Returned _, Obstructed _),
                    Move(Returned _, Granted _),
                    Move(Returned _, Denied _),
                    Move(Returned _, Drained _),
                    Move(Returned _, PatienceEnded _),
                    Move(Returned _, Accepted _) ->
                    throw impossible(gate, happening);
        };
    }

    private static IllegalStateException impossible(Gate gate, Happening happening) {
        return new IllegalStateException(
                "%s cannot follow on %s"
                        .formatted(
                                happening.getClass().getSimpleName(),
                                gate.getClass().getSimpleName()));
    }
}
