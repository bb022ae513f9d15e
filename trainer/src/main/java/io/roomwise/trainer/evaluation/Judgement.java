package io.roomwise.trainer.evaluation;

import ai.djl.ndarray.NDManager;
import io.roomwise.inference.ActionClasses;
import io.roomwise.inference.model.PerceivingNetwork;
import io.roomwise.trainer.dataset.ClipBatch;
import io.roomwise.trainer.dataset.ClipSampler;
import io.roomwise.trainer.dataset.HomeClips;
import io.roomwise.trainer.dataset.LabelledClip;
import io.roomwise.trainer.loop.Autograd;
import io.roomwise.trainer.metric.MeanAveragePrecision;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Of a student, and of who taught it, on the clips that neither learned from.
 *
 * @param teacher about clips; empty where there was none
 * @param student about clips
 * @param frames the student about slots; empty where it is not known when what happens
 * @param attention of both in the first clip, by caption; [T, T] each
 */
public record Judgement(
        Optional<ClipScores> teacher,
        ClipScores student,
        Optional<FrameScores> frames,
        Map<String, float[]> attention) {

    public static Judgement of(PerceivingNetwork student, Optional<PerceivingNetwork> teacher, HomeClips clips) {
        List<LabelledClip> shown = clips.shown();
        ClipBatch batch = clips.batch(1, student.spec().frames(), teacher.isPresent());
        return Autograd.off(() -> {
            Map<String, float[]> attention = new LinkedHashMap<>();
            teacher.ifPresent(
                    network -> attention.putAll(attention("teacher", network, shown.get(0), batch, clips.views())));
            attention.putAll(attention("student", student, shown.get(0), batch, clips.views()));
            return new Judgement(
                    teacher.map(network -> ClipScores.of(network, shown, batch)),
                    ClipScores.of(student, shown, batch),
                    clips.home().timed() ? Optional.of(FrameScores.of(student, shown, batch)) : Optional.empty(),
                    attention);
        });
    }

    /** The figures of a teacher alone. */
    public static Map<String, Object> figures(PerceivingNetwork teacher, HomeClips clips) {
        ClipBatch batch = clips.batch(1, teacher.spec().frames(), true);
        ClipScores scores = Autograd.off(() -> ClipScores.of(teacher, clips.shown(), batch));
        return Map.of("teacher", figures(scores.precision(), clips.home().classes()));
    }

    /** mAP_C, mAP_S and the classes' AP in percent, by network. */
    public Map<String, Object> figures(ActionClasses classes) {
        Map<String, Object> figures = new LinkedHashMap<>();
        teacher.ifPresent(scores -> figures.put("teacher", figures(scores.precision(), classes)));
        figures.put("student", figures(student.precision(), classes));
        return figures;
    }

    private static Map<String, Object> figures(MeanAveragePrecision precision, ActionClasses classes) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("mAP_C", rounded(precision.overClasses()));
        figures.put("mAP_S", rounded(precision.overSamples()));
        for (int c = 0; c < classes.size(); c++) {
            double ap = precision.classes().get(c);
            if (!Double.isNaN(ap)) {
                figures.put("AP " + classes.names().get(c), rounded(ap));
            }
        }
        return figures;
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private static Map<String, float[]> attention(
            String who, PerceivingNetwork network, LabelledClip clip, ClipBatch batch, List<Integer> views) {
        int slots = network.spec().frames();
        ClipSampler.fill(clip, slots, batch);
        Map<String, float[]> maps = new LinkedHashMap<>();
        try (NDManager scope = NDManager.newBaseManager()) {
            float[] all = network.attention(
                            batch.seenBy(network, scope), batch.heardBy(network, scope), batch.presence(scope))
                    .toFloatArray();
            for (int view = 0; view < views.size(); view++) {
                int from = view * slots * slots;
                maps.put(who + ", view " + views.get(view), Arrays.copyOfRange(all, from, from + slots * slots));
            }
        }
        return maps;
    }
}
