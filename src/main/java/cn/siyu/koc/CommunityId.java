package cn.siyu.koc;

import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.id.Ids;
import java.util.UUID;

/** Names one community (社群): a chat group. */
public record CommunityId(UUID value) implements Id {

    public static CommunityId next() {
        return new CommunityId(Ids.next());
    }
}
