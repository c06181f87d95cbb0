/**
 * Facts in, a decision with its reasons out; no clock, no dice, no I/O.
 *
 * <p><b>Who gets what.</b> A group follows up to two targets: where its last completed rollout led
 * (stable), and where the running one leads (rolling). A host below the rolling target is moved
 * there when it is its turn. Until then it is brought to the stable one if it is below that too. An
 * operator can pin one host to where it is, or aim it at another release; either ends by itself on
 * its date. On the way up a host passes every floor in order. It is sent down only from a withdrawn
 * version, by a rollout that offers that, or because an operator aimed it there.
 *
 * <p><b>When.</b> In the order in which they are asked:
 *
 * <table>
 * <caption>What holds a host</caption>
 * <tr><th>rule</th><th>code</th><th>holds an open attempt</th><th>canary</th><th>forced check</th><th>aimed</th></tr>
 * <tr><td>the group is paused</td><td>GROUP_PAUSED</td><td>yes</td><td></td><td></td><td></td></tr>
 * <tr><td>the host is pinned</td><td>PINNED</td><td>yes</td><td></td><td></td><td></td></tr>
 * <tr><td>no window is open</td><td>WINDOW_CLOSED</td><td>no</td><td></td><td></td><td></td></tr>
 * <tr><td>the next release or the target is withdrawn</td><td>WITHDRAWN</td><td>yes</td><td></td><td></td><td></td></tr>
 * <tr><td>the host does not want that version</td><td>OUTSIDE_PREFIX</td><td>yes</td><td></td><td></td><td></td></tr>
 * <tr><td>the rollout is paused, or halted</td><td>ROLLOUT_PAUSED, HALTED</td><td>yes</td><td></td><td></td><td>passes</td></tr>
 * <tr><td>the canaries are not through</td><td>CANARIES_FIRST</td><td>no</td><td>passes</td><td></td><td>passes</td></tr>
 * <tr><td>the ramp has not reached the host</td><td>RAMP_NOT_REACHED</td><td>no</td><td>passes</td><td>passes, if the group says so</td><td>passes</td></tr>
 * <tr><td>the host waits for its reboot</td><td>ATTEMPT_OPEN</td><td>yes</td><td></td><td></td><td></td></tr>
 * <tr><td>the host came back from that version</td><td>FAILED_BEFORE</td><td>no</td><td></td><td></td><td>passes</td></tr>
 * <tr><td>so many are under way</td><td>LIMIT_AT_ONCE</td><td>no</td><td></td><td></td><td>passes</td></tr>
 * <tr><td>so many have begun in this period</td><td>LIMIT_PER_PERIOD</td><td>no</td><td></td><td></td><td>passes</td></tr>
 * </table>
 *
 * <p>All that holds a host is listed, not the first thing found. Rules down to the ramp need the
 * snapshot and the poll only ({@link dev.platte.policy.decide.Decider#decide}); the others are
 * asked under the lock of the rollout's row ({@link dev.platte.policy.decide.Decider#settle}), and
 * only for hosts that nothing above holds.
 *
 * <p><b>Going back.</b> Withdraw the bad version with a reason: it is offered to nobody from that
 * instant on. Point the channel at the version before: a rollout begins that moves hosts below it
 * up, and leaves hosts on the bad one where they are, unless it offers the downgrade; then they go
 * down at the pace of that rollout.
 */
@NullMarked
package dev.platte.policy.decide;

import org.jspecify.annotations.NullMarked;
