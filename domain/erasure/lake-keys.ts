/** The prefix in the lake of the confirmations of the warehouse that it holds no row of an erased viewer. */
export const CONFIRMATIONS_PREFIX = 'erasures/warehouse/';
