/**
 * The running process: wires the modules, watches them, ends them.
 *
 * <pre>
 *  RoomStreams <─── HomeControl (thread commands) <───────── commands ──┐
 *       │                └─> Settings                                   │
 *  StreamReader xN ─> Synchronizer ─> ActionRecognizer ─┬─> ActionPublisher ─> broker
 *       └─ states ─> SensorBoard                        ├─> LiveLog
 *                        │                              └─> the demo
 *   Health (1 s tick) <──┴── stats() of all ─> RunReport (CSV), at the end
 *          └─> ServiceManager (READY, WATCHDOG, STATUS), hub health
 * </pre>
 *
 * <p>Opened in the order model, commands, broker, windows, cameras; closed in reverse, so that nothing is called that is gone.
 */
@NullMarked
package io.roomwise.agent.process;

import org.jspecify.annotations.NullMarked;
