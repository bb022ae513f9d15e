/**
 * What thread sync acted on, on disk and back: the same windows again, on any machine, as fast as one likes.
 *
 * <pre>
 *  thread sync ─SyncTap─> FrameRecorder ─queue─> RecordingWriter ─> frames.bin        manifest.properties
 *                         copies, drops          thread recorder    one after another  what the windows depend on besides
 *                                                                        │
 *  ReplaySynchronizer <─SyncTap─ Recording <─────────────────────────────┘
 * </pre>
 *
 * <h2>Why</h2>
 *
 * <p><b>What is written.</b> The input of the assemblers behind the ring, with the clocks that thread sync read, and the
 * moments at which only time passed. Windows follow from that alone; what cameras sent, or what was offered to the ring,
 * would need the network's or the scheduler's moods again. Pixels of pictures that no window can take (three of four at
 * 10 a second) are left out, only their times matter.
 *
 * <p><b>How.</b> Each entry is {@code length, CRC-32C, content} and goes to the system in one piece: whatever ends the
 * process, all entries but the last are whole, and a reader knows where to stop. Pixels are written without loss, as
 * the difference to the view's last written picture or to the pixel on the left, whichever is smaller, and deflated at
 * its fastest: decoded video repeats blocks exactly where nothing moves.
 *
 * <p><b>What is promised.</b> Pictures and sound of people leave this process for one place only, on the user's demand: a folder
 * that must not exist yet and that only its owner may read, up to a size. A full queue or disk costs the recording, never
 * the windows.
 */
@NullMarked
package io.roomwise.sync.recording;

import org.jspecify.annotations.NullMarked;
