package dev.platte.payload.delta;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds the groups of nodes of a graph that all lead to each other (R. Tarjan, "Depth-first search
 * and linear graph algorithms", 1972), without recursion: there may be a hundred thousand in a row.
 */
final class Circles {
    private static final int UNSEEN = 0;

    private final IntFunction<int[]> next;
    private final int[] nodes;
    private final int[] seen;
    private final int[] low;
    private final boolean[] open;
    private final Blocks pending = new Blocks();
    private final List<int[]> found = new ArrayList<>();
    private int clock;

    private Circles(int[] nodes, IntFunction<int[]> next) {
        this.nodes = nodes;
        this.next = next;
        seen = new int[nodes.length];
        low = new int[nodes.length];
        open = new boolean[nodes.length];
    }

    /**
     * The groups of two or more.
     *
     * @param nodes in ascending order; edges to others do not count
     */
    static List<int[]> of(int[] nodes, IntFunction<int[]> next) {
        Circles circles = new Circles(nodes, next);
        for (int i = 0; i < nodes.length; i++) {
            if (circles.seen[i] == UNSEEN) {
                circles.visit(i);
            }
        }
        return circles.found;
    }

    private static final class Step {
        final int node;
        final int[] edges;
        final @Nullable Step above;
        int at;

        Step(int node, int[] edges, @Nullable Step above) {
            this.node = node;
            this.edges = edges;
            this.above = above;
        }
    }

    private void visit(int start) {
        @Nullable Step step = enter(start, null);
        while (step != null) {
            if (step.at < step.edges.length) {
                int to = Arrays.binarySearch(nodes, step.edges[step.at++]);
                if (to < 0) {
                    continue;
                }
                if (seen[to] == UNSEEN) {
                    step = enter(to, step);
                } else if (open[to]) {
                    low[step.node] = Math.min(low[step.node], seen[to]);
                }
                continue;
            }
            leave(step.node);
            Step above = step.above;
            if (above != null) {
                low[above.node] = Math.min(low[above.node], low[step.node]);
            }
            step = above;
        }
    }

    private Step enter(int node, @Nullable Step above) {
        seen[node] = low[node] = ++clock;
        open[node] = true;
        pending.add(node);
        return new Step(node, next.apply(nodes[node]), above);
    }

    private void leave(int node) {
        if (low[node] != seen[node]) {
            return;
        }
        Blocks group = new Blocks();
        int last;
        do {
            last = pending.removeLast();
            open[last] = false;
            group.add(nodes[last]);
        } while (last != node);
        if (group.size() > 1) {
            int[] sorted = group.toArray();
            Arrays.sort(sorted);
            found.add(sorted);
        }
    }
}
