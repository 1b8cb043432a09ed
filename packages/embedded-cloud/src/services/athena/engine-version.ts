/** The EngineVersion of every workgroup and query. */
export const ENGINE_VERSION = {
  SelectedEngineVersion: 'Athena engine version 3',
  EffectiveEngineVersion: 'Athena engine version 3',
};
