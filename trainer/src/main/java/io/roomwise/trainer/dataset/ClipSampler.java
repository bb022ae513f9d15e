package io.roomwise.trainer.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Which windows a step learns from: all clips once in each epoch in an order of its own, their slots perturbed
 * ({@link FrameGrid#perturbed}) in one of a few ways, which come in turn. What a step takes follows from its number and the
 * seed alone.
 */
public final class ClipSampler {
    private final List<LabelledClip> clips;
    private final long seed;
    private final int windows;
    private final int slots;
    private final int variants;

    /**
     * @param windows of a step
     * @param slots T
     * @param variants how many windows are ever drawn from a clip
     */
    public ClipSampler(List<LabelledClip> clips, long seed, int windows, int slots, int variants) {
        this.clips = List.copyOf(clips);
        this.seed = seed;
        this.windows = windows;
        this.slots = slots;
        this.variants = variants;
    }

    public int variants() {
        return variants;
    }

    /** What decides which windows are drawn from a clip. */
    public String drawn() {
        return variants + " windows of " + slots + " slots by seed " + seed;
    }

    /** What decides which windows a step learns from. */
    @Override
    public String toString() {
        return windows + " clips a step, each as " + drawn();
    }

    /** Steps in which all clips are seen once. */
    public static long stepsPerEpoch(int clips, int windows) {
        return ((long) clips + windows - 1) / windows;
    }

    public void fill(long step, ClipBatch batch) {
        long steps = stepsPerEpoch(clips.size(), windows);
        int[] order = order(step / steps);
        int first = (int) (step % steps) * windows;
        batch.begin();
        for (int i = first; i < Math.min(first + windows, order.length); i++) {
            add(clips.get(order[i]), (int) (step / steps % variants), batch);
        }
    }

    /** All windows that are ever drawn from a clip. */
    public void fillAll(LabelledClip clip, ClipBatch batch) {
        batch.begin();
        for (int variant = 0; variant < variants; variant++) {
            add(clip, variant, batch);
        }
    }

    private void add(LabelledClip clip, int variant, ClipBatch batch) {
        Random random = new Random((seed * 1_000_003 + clip.clip().id().hashCode()) * 1_000_003 + variant);
        batch.add(clip, variant, FrameGrid.perturbed(clip.features().header().rows(), slots, random));
    }

    /** Evenly spread slots of one clip, as networks are judged on. */
    public static void fill(LabelledClip clip, int slots, ClipBatch batch) {
        batch.begin();
        batch.add(clip, 0, FrameGrid.uniform(clip.features().header().rows(), slots));
    }

    private int[] order(long epoch) {
        int[] order = new int[clips.size()];
        Arrays.setAll(order, i -> i);
        Random random = new Random(seed ^ (epoch * 0x9E3779B97F4A7C15L));
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }
}
