package cn.siyu.journey;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Where a worker thread is put to sleep until it is woken; only tests have it. */
@Path("/test/worker-bed")
public class WorkerBed {

    private static final long LONGEST_SECONDS = 120;

    static final CountDownLatch ASLEEP = new CountDownLatch(1);
    static final CountDownLatch WAKE = new CountDownLatch(1);

    /** Answered by a worker, so by nobody while the only one sleeps. */
    @GET
    @Blocking
    @PermitAll
    @Operation(hidden = true)
    public boolean knock() {
        return true;
    }

    @POST
    @Blocking
    @PermitAll
    @Operation(hidden = true)
    public boolean sleep() throws InterruptedException {
        ASLEEP.countDown();
        return WAKE.await(LONGEST_SECONDS, TimeUnit.SECONDS);
    }
}
