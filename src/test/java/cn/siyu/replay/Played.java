package cn.siyu.replay;

import java.util.List;
import java.util.UUID;

/** What the replay was told of one group: its id here, and the order and its number of each member, the leader first. */
record Played(RecordedGroup recorded, UUID group, List<Place> places) {

    record Place(String member, UUID order, String orderNo, long totalFen) {}
}
