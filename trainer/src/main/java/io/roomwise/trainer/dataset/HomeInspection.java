package io.roomwise.trainer.dataset;

import io.roomwise.trainer.loop.TrainingListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is in the data of a home, all of its videos read to their ends.
 *
 * @param summary for people, a line each
 * @param problems what does not fit, each with its clip; it is learned from all the same
 * @param faults what makes a video unusable
 */
public record HomeInspection(List<String> summary, List<String> problems, List<String> faults) {
    /** Views of a clip may differ in length by so much, and labels reach beyond the end. */
    private static final double TOLERANCE_SECONDS = 1;

    public HomeInspection {
        summary = List.copyOf(summary);
        problems = List.copyOf(problems);
        faults = List.copyOf(faults);
    }

    /** @param rows of the grid that all views have */
    private record Seen(int rows, List<String> problems, List<String> faults) {}

    public static HomeInspection of(HomeData home, TrainingListener listener) throws IOException {
        List<MultiViewClip> clips =
                Stream.concat(home.training().stream(), home.test().stream()).toList();
        List<Seen> seen = Workers.map(
                "reading clips", clips.size(), () -> index -> look(clips.get(index), home.grid()), listener);
        List<String> summary = new ArrayList<>();
        summary.add(
                home.training().size() + " clips to learn from, " + home.test().size() + " to test on");
        TreeSet<Integer> views = new TreeSet<>();
        clips.forEach(clip -> views.addAll(clip.videos().keySet()));
        long complete = clips.stream()
                .filter(clip -> clip.videos().keySet().equals(views))
                .count();
        summary.add("views " + views + ", all of them in " + complete + " clips");
        int[] rows = seen.stream().mapToInt(Seen::rows).sorted().toArray();
        double step = 1 / home.grid().framesPerSecond();
        summary.add(String.format(
                Locale.ROOT,
                "length %.1f s to %.1f s, half of them up to %.1f s",
                rows[0] * step,
                rows[rows.length - 1] * step,
                rows[rows.length / 2] * step));
        for (int kind = 0; kind < home.classes().size(); kind++) {
            summary.add(ofClass(home, kind));
        }
        return new HomeInspection(
                summary,
                seen.stream().flatMap(clip -> clip.problems().stream()).toList(),
                seen.stream().flatMap(clip -> clip.faults().stream()).toList());
    }

    private static String ofClass(HomeData home, int kind) {
        return home.classes().names().get(kind) + ": " + count(home.training(), kind) + " clips to learn from, "
                + count(home.test(), kind) + " to test on";
    }

    private static long count(List<MultiViewClip> clips, int kind) {
        return clips.stream().filter(clip -> clip.kinds().contains(kind)).count();
    }

    private static Seen look(MultiViewClip clip, FrameGrid grid) throws IOException {
        List<String> problems = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Map<Integer, Integer> lengths = new TreeMap<>();
        clip.videos().forEach((view, video) -> {
            try {
                ViewFilm film = ViewFilm.read(video, grid, (row, picture) -> {});
                lengths.put(view, film.pictures());
                if (film.pictures() == 0) {
                    faults.add(video + ": no picture");
                }
                if (film.pieceLength() == 0) {
                    problems.add(video + ": no sound");
                }
                if (film.damaged() > 0) {
                    problems.add(video + ": " + film.damaged() + " packets or pictures are damaged");
                }
            } catch (IOException e) {
                faults.add(String.valueOf(e.getMessage()));
            }
        });
        int shortest =
                lengths.values().stream().mapToInt(Integer::intValue).min().orElse(0);
        int longest =
                lengths.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        double step = 1 / grid.framesPerSecond();
        if ((longest - shortest) * step > TOLERANCE_SECONDS) {
            problems.add(String.format(
                    Locale.ROOT, "%s: views of %.1f s to %.1f s", clip.id(), shortest * step, longest * step));
        }
        for (MultiViewClip.Action action : clip.actions()) {
            if (shortest > 0 && action.endSeconds() > shortest * step + TOLERANCE_SECONDS) {
                problems.add(String.format(
                        Locale.ROOT,
                        "%s: an action from %.1f s to %.1f s in a clip of %.1f s",
                        clip.id(),
                        action.startSeconds(),
                        action.endSeconds(),
                        shortest * step));
            }
        }
        if (clip.kinds().isEmpty()) {
            problems.add(clip.id() + ": nothing happens");
        }
        return new Seen(shortest, problems, faults);
    }
}
