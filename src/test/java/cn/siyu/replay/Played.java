package cn.siyu.replay;

import cn.siyu.testing.RemoteGroups.Place;
import java.util.List;
import java.util.UUID;

/** What the replay was told of one group: its id here, and the place of each member, the leader first. */
record Played(RecordedGroup recorded, UUID group, List<Place> places) {}
