package io.roomwise.trainer.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;

/** Writes HTML with everything inside: tables, plots as SVG, maps as PNG. Texts are escaped. */
final class Page {
    private static final String[] COLOURS = {
        "#1b6ca8", "#c8553d", "#2a9d63", "#8e5ea2", "#b8860b", "#3b3b3b", "#d1495b", "#00798c"
    };
    private static final int WIDTH = 420;
    private static final int HEIGHT = 240;
    private static final int LEFT = 52;
    private static final int BOTTOM = 24;

    private final StringBuilder html = new StringBuilder();

    /** A line of a plot. */
    record Curve(String name, List<Point> points) {}

    record Point(double x, double y) {}

    Page(String title) {
        html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(escaped(title))
                .append("</title>\n<style>")
                .append(
                        "body{font:15px/1.5 system-ui,sans-serif;max-width:1100px;margin:2em auto;padding:0 1em;color:#222}")
                .append("table{border-collapse:collapse;margin:.6em 0}td,th{padding:.15em .7em;text-align:right;")
                .append("border-bottom:1px solid #ddd}td:first-child,th:first-child,.texts td{text-align:left}")
                .append("figure{display:inline-block;margin:.4em}figcaption{font-size:13px;color:#555}")
                .append("svg{background:#fafafa}img{image-rendering:pixelated}")
                .append("</style></head><body>\n<h1>")
                .append(escaped(title))
                .append("</h1>\n");
    }

    Page section(String heading, String text) {
        html.append("<h2>").append(escaped(heading)).append("</h2>\n<p>").append(escaped(text));
        html.append("</p>\n");
        return this;
    }

    Page table(List<String> header, List<List<String>> rows) {
        html.append("<table><tr>");
        header.forEach(cell -> html.append("<th>").append(escaped(cell)).append("</th>"));
        html.append("</tr>\n");
        for (List<String> row : rows) {
            html.append("<tr>");
            row.forEach(cell -> html.append("<td>").append(escaped(cell)).append("</td>"));
            html.append("</tr>\n");
        }
        html.append("</table>\n");
        return this;
    }

    /** Texts by name. */
    Page table(Map<String, String> texts) {
        html.append("<table class=\"texts\">\n");
        texts.forEach((name, text) -> html.append("<tr><td>")
                .append(escaped(name))
                .append("</td><td>")
                .append(escaped(text))
                .append("</td></tr>\n"));
        html.append("</table>\n");
        return this;
    }

    /** Counts with a shade each, by their share of the row. */
    Page shades(List<String> names, int[][] counts) {
        html.append("<table><tr><th></th>");
        names.forEach(name -> html.append("<th>").append(escaped(name)).append("</th>"));
        html.append("</tr>\n");
        for (int row = 0; row < counts.length; row++) {
            long sum = 0;
            for (int count : counts[row]) {
                sum += count;
            }
            html.append("<tr><td>").append(escaped(names.get(row))).append("</td>");
            for (int count : counts[row]) {
                double share = sum == 0 ? 0 : count / (double) sum;
                html.append(String.format(
                        Locale.ROOT, "<td style=\"background:rgba(27,108,168,%.2f)\">%d</td>", share * 0.7, count));
            }
            html.append("</tr>\n");
        }
        html.append("</table>\n");
        return this;
    }

    /** Shares, of 0 to 1 in both directions. */
    Page plotOfShares(String caption, List<Curve> curves) {
        return plot(caption, curves, new double[] {0, 1}, new double[] {0, 1});
    }

    Page plot(String caption, List<Curve> curves) {
        return plot(caption, curves, range(curves, true), range(curves, false));
    }

    private Page plot(String caption, List<Curve> curves, double[] x, double[] y) {
        html.append("<figure><svg width=\"" + WIDTH + "\" height=\"" + HEIGHT + "\" role=\"img\">");
        for (int i = 0; i <= 4; i++) {
            double value = y[0] + (y[1] - y[0]) * i / 4;
            double at = vertical(value, y);
            html.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>"
                            + "<text x=\"%d\" y=\"%.1f\" font-size=\"11\" text-anchor=\"end\">%.3g</text>",
                    LEFT,
                    WIDTH,
                    at,
                    at,
                    LEFT - 4,
                    at + 4,
                    value));
        }
        for (int i = 0; i <= 1; i++) {
            html.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\" font-size=\"11\" text-anchor=\"%s\">%.4g</text>",
                    i == 0 ? LEFT : WIDTH - 2,
                    HEIGHT - 6,
                    i == 0 ? "start" : "end",
                    x[i]));
        }
        for (int c = 0; c < curves.size(); c++) {
            Curve curve = curves.get(c);
            html.append("<polyline fill=\"none\" stroke-width=\"1.6\" stroke=\"")
                    .append(COLOURS[c % COLOURS.length])
                    .append("\" points=\"");
            for (Point point : curve.points()) {
                html.append(String.format(Locale.ROOT, "%.1f,%.1f ", horizontal(point.x(), x), vertical(point.y(), y)));
            }
            html.append("\"/>");
        }
        html.append("</svg><figcaption>").append(escaped(caption));
        for (int c = 0; c < curves.size() && curves.size() > 1; c++) {
            html.append(" <span style=\"color:")
                    .append(COLOURS[c % COLOURS.length])
                    .append("\">")
                    .append(escaped(curves.get(c).name()))
                    .append("</span>");
        }
        html.append("</figcaption></figure>\n");
        return this;
    }

    /** A map of values 0 to its largest, rows downwards. */
    Page map(String caption, float[] values, int rows, int columns) {
        float most = Float.MIN_NORMAL;
        for (float value : values) {
            most = Math.max(most, value);
        }
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < rows * columns; i++) {
            int level = 255 - Math.round(235 * Math.min(1, values[i] / most));
            image.setRGB(i % columns, i / columns, level << 16 | level << 8 | Math.min(255, level + 20));
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new IllegalStateException(e); // memory has no errors
        }
        html.append("<figure><img width=\"180\" height=\"180\" alt=\"\" src=\"data:image/png;base64,")
                .append(Base64.getEncoder().encodeToString(png.toByteArray()))
                .append("\"><figcaption>")
                .append(escaped(caption))
                .append("</figcaption></figure>\n");
        return this;
    }

    String end() {
        return html + "</body></html>\n";
    }

    private static double[] range(List<Curve> curves, boolean horizontal) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Curve curve : curves) {
            for (Point point : curve.points()) {
                low = Math.min(low, horizontal ? point.x() : point.y());
                high = Math.max(high, horizontal ? point.x() : point.y());
            }
        }
        return low < high ? new double[] {low, high} : new double[] {low - 1, low + 1};
    }

    private static double horizontal(double value, double[] range) {
        return LEFT + (WIDTH - LEFT - 4) * (value - range[0]) / (range[1] - range[0]);
    }

    private static double vertical(double value, double[] range) {
        return 8 + (HEIGHT - BOTTOM - 12) * (range[1] - value) / (range[1] - range[0]);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
