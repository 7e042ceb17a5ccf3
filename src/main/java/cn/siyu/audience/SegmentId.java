package cn.siyu.audience;

import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.id.Ids;
import java.util.UUID;

/** Names one segment. */
public record SegmentId(UUID value) implements Id {

    public static SegmentId next() {
        return new SegmentId(Ids.next());
    }
}
