import { declareInputs } from '../../core/inputs';

/** The properties of resources that are honored. */
export const glueProperties = declareInputs({
  reads: {
    'AWS::Glue::Database': 'CatalogId DatabaseInput{Name Description}',
    'AWS::Glue::Table': `CatalogId DatabaseName TableInput{*}`,
  },
});
