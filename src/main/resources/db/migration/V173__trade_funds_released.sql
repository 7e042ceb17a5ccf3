-- When WeChat let the shop have the money of an order (E13); absent: not yet, or nobody told.
alter table trade_order add column funds_released_at timestamptz;
