package cn.siyu.member;

import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.id.Ids;
import java.util.UUID;

/** Names one member. */
public record MemberId(UUID value) implements Id {

    public static MemberId next() {
        return new MemberId(Ids.next());
    }
}
