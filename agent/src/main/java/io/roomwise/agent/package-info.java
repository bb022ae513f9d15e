/**
 * The command {@code agent}: one class for each of its commands, the only ones that write to standard output.
 *
 * <pre>
 *  run ────> config.ConfigFile ─> process.HomeAgent          demo ───> demo.Demo ─> process.HomeAgent
 *  config ─> config.ConfigFile, models                       trainer ─> io.roomwise.trainer
 *  record ─> process.HomeAgent, sync.recording               replay ──> sync.recording, process.HomeReplay
 *  probe ──> io.roomwise.capture.StreamProbe ─> probe.ProbeText, probe.ProbeJson
 * </pre>
 */
@NullMarked
package io.roomwise.agent;

import org.jspecify.annotations.NullMarked;
