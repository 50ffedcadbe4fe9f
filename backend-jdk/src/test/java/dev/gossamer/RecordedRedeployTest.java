package dev.gossamer;

import static dev.gossamer.LiveRecording.isOf;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("collector")
@DisplayName("RC-4 DIAG-4")
class RecordedRedeployTest {

    private static WeakReference<ClassLoader> deploy(LiveRecording recording) throws Exception {
        return Redeployment.run(
                RecordedApplication.class,
                names -> names.forEach(name -> recording.await("an event of the application", isOf(name))));
    }

    @Test
    void library_recordedInThrowAwayLoaderAndDropped_leavesNoLoaderWhileTheRecordingGoesOn() throws Exception {
        try (LiveRecording recording = LiveRecording.of("Container")) {
            Deaths.awaitClearing(deploy(recording));
        }
    }

    @Test
    void library_recordedInThrowAwayLoaderAndDropped_leavesNoLoaderAfterTheRecording() throws Exception {
        WeakReference<ClassLoader> loader;
        try (LiveRecording recording = LiveRecording.of("Container")) {
            loader = deploy(recording);
        }
        Deaths.awaitClearing(loader);
    }
}
